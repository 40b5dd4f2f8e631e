/*
 * PEM text and what is done to it on its way.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "send/pem.h"

#define N_ELEMS(a) (sizeof(a) / sizeof((a)[0]))

#define BEGIN "-----BEGIN PRIVATE KEY-----"
#define END "-----END PRIVATE KEY-----"

static void
lines_are_found_again(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ BEGIN "\nAA\nBB\n" END "\n", BEGIN "\nAA\nBB\n" END },
		{ BEGIN "\\nAA\\nBB\\n" END "\\n",
		  BEGIN "\nAA\nBB\n" END "\n" },
		{ BEGIN "\\r\\nAA\\r\\n" END, BEGIN "\nAA\n" END },
		{ "\"" BEGIN "\\nAA\\n" END "\"", BEGIN "\nAA\n" END },
		{ " '" BEGIN "\\nAA\\n" END "'\n", BEGIN "\nAA\n" END },
		{ BEGIN " AA BB " END, BEGIN "\nAA\nBB\n" END },
		{ BEGIN "\r\nA A\r\n" END, BEGIN "\r\nA A\r\n" END },
		{ "\"", "\"" },
		{ "\\", "\\" },
		{ "a\\", "a\\" },
		{ "", "" },
		{ " \n", "" },
	};
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		gcl_buf_init(&b, strlen(cases[i].text));
		gcl_pem_add(&b, gcl_span_str(cases[i].text));
		assert_int_equal(gcl_buf_status(&b), GCL_OK);
		assert_true(gcl_span_is(gcl_buf_span(&b), cases[i].want));
		gcl_buf_release(&b);
	}
}

static void
what_is_no_private_key_is_named(void **state)
{
	static const struct {
		const char *text, *fault;
	} cases[] = {
		{ BEGIN, NULL },
		{ "-----BEGIN RSA PRIVATE KEY-----", NULL },
		{ "-----BEGIN ENCRYPTED PRIVATE KEY-----", NULL },
		{ "-----BEGIN CERTIFICATE-----\n" BEGIN, NULL },
		{ "-----BEGIN OPENSSH PRIVATE KEY-----", "OpenSSH" },
		{ "-----BEGIN EC PRIVATE KEY-----", "not RSA" },
		{ "-----BEGIN DSA PRIVATE KEY-----", "not RSA" },
		{ "-----BEGIN PUBLIC KEY-----", "public" },
		{ "-----BEGIN RSA PUBLIC KEY-----", "public" },
		{ "-----BEGIN CERTIFICATE-----", "certificate" },
		{ "-----BEGIN PGP MESSAGE-----", "not in PEM form" },
		{ "PRIVATE KEY-----", "not in PEM form" },
		{ "/home/me/key.pem", "not in PEM form" },
		{ "", "not in PEM form" },
	};
	const char *fault, *help;
	size_t i;

	(void)state;
	for (i = 0; i < N_ELEMS(cases); i++) {
		help = NULL;
		fault = gcl_pem_fault(gcl_span_str(cases[i].text), &help);
		if (!cases[i].fault) {
			assert_null(fault);
			continue;
		}
		assert_non_null(fault);
		assert_non_null(strstr(fault, cases[i].fault));
		assert_non_null(help);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_found_again),
		cmocka_unit_test(what_is_no_private_key_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

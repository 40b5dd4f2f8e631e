/*
 * Run a fuzz target over files and print TAP: it is linked with one, and
 * needs no fuzzer.
 *
 *	replay [--cut|--whole] [--picks=NUMBER,...] FILE|FOLDER...
 *
 *	--cut		the files that follow, and every prefix of them
 *	--whole		the files that follow as they are
 *	--picks=NUMBER,...
 *			a whole file once for each number, with the byte of
 *			that number in front; prefixes with the first
 *
 * Each file gets a process of its own, so that a crash is one failed test.
 */
#include "config.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expect.h"

struct replay {
	bool cut;
	uint8_t picks[16];
	size_t n_picks;
	unsigned n, failed;
	size_t *len;	/* shared with the child: bytes it is busy with */
};

static void
die(const char *what)
{
	printf("Bail out! %s\n", what);
	exit(99);
}

static uint8_t *
read_file(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = NULL;
	struct stat sb;

	if (!f || fstat(fileno(f), &sb) != 0)
		die(path);
	*len = (size_t)sb.st_size;
	bytes = malloc(*len + 1);
	if (!bytes || fread(bytes, 1, *len, f) != *len)
		die(path);
	fclose(f);
	return bytes;
}

/* In memory of just that size: nothing may be read behind it. */
static void
run_once(const uint8_t *pick, const uint8_t *bytes, size_t len)
{
	size_t head = pick ? 1 : 0;
	uint8_t *copy = malloc(head + len);

	if (!copy && head + len > 0)
		die("out of memory");
	if (pick)
		copy[0] = *pick;
	if (len > 0)
		memcpy(copy + head, bytes, len);
	LLVMFuzzerTestOneInput(copy, head + len);
	free(copy);
}

static void
run_file(const struct replay *r, const char *path)
{
	const uint8_t *pick = r->n_picks ? r->picks : NULL;
	uint8_t *bytes;
	size_t i, len;

	bytes = read_file(path, &len);
	for (*r->len = r->cut ? 0 : len; *r->len < len; ++*r->len)
		run_once(pick, bytes, *r->len);
	run_once(pick, bytes, len);
	for (i = 1; i < r->n_picks; i++)
		run_once(&r->picks[i], bytes, len);
	free(bytes);
}

static void
test_file(struct replay *r, const char *path)
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		run_file(r, path);
		exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		die("cannot start a process");
	r->n++;
	printf("%s %u - %s\n", status ? "not ok" : "ok", r->n, path);
	if (status == 0)
		return;
	r->failed++;
	printf("# failed on its first %zu bytes\n", *r->len);
}

static int
visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void
test_path(struct replay *r, const char *path)
{
	struct dirent **list;
	struct stat sb;
	char *inner;
	int i, n;

	if (stat(path, &sb) != 0)
		die(path);
	if (!S_ISDIR(sb.st_mode)) {
		test_file(r, path);
		return;
	}
	n = scandir(path, &list, visible, alphasort);
	if (n < 0)
		die(path);
	for (i = 0; i < n; i++) {
		if (asprintf(&inner, "%s/%s", path, list[i]->d_name) < 0)
			die("out of memory");
		test_path(r, inner);
		free(inner);
		free(list[i]);
	}
	free(list);
}

static void
take_picks(struct replay *r, const char *list)
{
	char *end;

	for (r->n_picks = 0; r->n_picks < sizeof(r->picks); list = end + 1) {
		r->picks[r->n_picks++] = (uint8_t)strtoul(list, &end, 10);
		if (*end != ',')
			break;
	}
}

static void
take_argument(struct replay *r, const char *arg)
{
	static const char picks[] = "--picks=";

	if (!strcmp(arg, "--cut"))
		r->cut = true;
	else if (!strcmp(arg, "--whole"))
		r->cut = false;
	else if (!strncmp(arg, picks, sizeof(picks) - 1))
		take_picks(r, arg + sizeof(picks) - 1);
	else
		test_path(r, arg);
}

int
main(int argc, char **argv)
{
	struct replay r = { .cut = false };
	int i;

	r.len = mmap(NULL, sizeof(*r.len), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (r.len == MAP_FAILED)
		die("out of memory");
	for (i = 1; i < argc; i++)
		take_argument(&r, argv[i]);
	printf("1..%u\n", r.n);
	return r.failed > 0;
}

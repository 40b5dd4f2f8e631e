/*
 * The variables of the environment, in a table, and what is kept of them.
 */
#include "config.h"

#include "send/vault.h"

/* The tutorial's names, then those of the official tools. */
static const struct variable {
	const char *name;
	enum given_id id;
	bool secret;
} variables[] = {
	{ "GENESYS_CLIENT_ID", GIVEN_CLIENT_ID, false },
	{ "GENESYS_PRIVATE_KEY", GIVEN_PRIVATE_KEY, true },
	{ "GENESYS_PRIVATE_KEY_FILE", GIVEN_PRIVATE_KEY_FILE, false },
	{ "GENESYS_KEY_PASSPHRASE", GIVEN_KEY_PASSPHRASE, true },
	{ "GENESYS_CLIENT_SECRET", GIVEN_CLIENT_SECRET, true },
	{ "GENESYS_ACCESS_TOKEN", GIVEN_ACCESS_TOKEN, true },
	{ "GENESYS_ACCESS_TOKEN_FILE", GIVEN_ACCESS_TOKEN_FILE, false },
	{ "GENESYS_ENV_URL", GIVEN_ENV_URL, false },
	{ "GENESYSCLOUD_OAUTHCLIENT_ID", GIVEN_CLIENT_ID, false },
	{ "GENESYSCLOUD_OAUTHCLIENT_SECRET", GIVEN_CLIENT_SECRET, true },
	{ "GENESYSCLOUD_ACCESS_TOKEN", GIVEN_ACCESS_TOKEN, true },
	{ "GENESYSCLOUD_REGION", GIVEN_REGION, false },
	{ "SSL_CERT_FILE", GIVEN_CACERT, false },
	{ "CURL_CA_BUNDLE", GIVEN_CACERT, false },
};

#define N_VARIABLES (sizeof(variables) / sizeof(variables[0]))

void
gcl_vault_init(struct vault *v)
{
	*v = (struct vault){ .st = GCL_OK };
}

void
gcl_vault_release(struct vault *v)
{
	int id;

	for (id = 0; id < GIVEN_N; id++)
		gcl_vault_drop(v, (enum given_id)id);
}

void
gcl_vault_drop(struct vault *v, enum given_id id)
{
	struct given *g = &v->given[id];

	gcl_wipe_buf_release(&g->text);
	*g = (struct given){ 0 };
}

bool
gcl_vault_set(struct vault *v, enum given_id id, struct span value,
	const char *from)
{
	struct given *g = &v->given[id];

	gcl_vault_drop(v, id);
	gcl_wipe_buf_init(&g->text, value.len);
	gcl_buf_addspan(&g->text, value);
	if (gcl_buf_status(&g->text) != GCL_OK) {
		v->st = GCL_ENOMEM;
		return false;
	}
	g->from = from;
	return true;
}

const char *
gcl_vault_variable(enum given_id id)
{
	size_t i = 0;

	while (variables[i].id != id)
		i++;
	return variables[i].name;
}

/* ---- the environment ---- */

void
gcl_vault_take(struct vault *v, char *entry)
{
	size_t len = strcspn(entry, "="), size;
	struct given *g;
	unsigned i;

	for (i = 0; i < N_VARIABLES; i++)
		if (gcl_span_is(gcl_span(entry, len), variables[i].name))
			break;
	if (i == N_VARIABLES || entry[len] != '=')
		return;
	entry += len + 1;
	size = strlen(entry);
	g = &v->given[variables[i].id];
	if (size > 0 && (!g->from || i < g->rank) &&
	    gcl_vault_set(v, variables[i].id, gcl_span(entry, size),
		variables[i].name))
		g->rank = i;
	if (variables[i].secret)
		gcl_wipe(entry, size);
}

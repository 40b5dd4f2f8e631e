#!/usr/bin/env node
// Other people's programs for foreign.py, which says what is asked and why:
// the tool is named on the command line, a JSON array comes on standard input
// and another one, an answer to each element, goes to standard output.

import { readFileSync } from 'node:fs';

async function httpsnippet(items) {
	const { HTTPSnippet } = (await import('httpsnippet')).default;

	return items.map(({ request, target, client, options }) =>
		new HTTPSnippet(request).convert(target, client, options));
}

async function curlconverter(items) {
	const { toHTTP } = await import('curlconverter');

	return items.map((line) => toHTTP(line));
}

async function harValidator(items) {
	const { har } = (await import('har-validator')).default;
	const why = (e) => e.errors?.map((x) => `${x.dataPath} ${x.message}`)
		.join(', ') ?? String(e);

	return Promise.all(items.map((x) => har(x).then(() => '', why)));
}

async function postman(items) {
	const sdk = (await import('postman-collection')).default;

	// Folders are groups of items.
	function add(group, list) {
		for (const { item, ...own } of list) {
			const member = item ? new sdk.ItemGroup(own) :
				new sdk.Item(own);

			if (item)
				add(member, item);
			group.items.add(member);
		}
		return group;
	}
	return items.map(({ item, indent, ...own }) =>
		JSON.stringify(add(new sdk.Collection(own), item), null,
			indent));
}

// What is asked of the platform's own SDK goes to a server on the loopback
// interface; whether it is refused there is all the same.
async function sdk(items) {
	const platform = (await import('purecloud-platform-client-v2'))
		.default;
	const client = platform.ApiClient.instance;
	const answers = [];

	for (const { port, token, api, call, args } of items) {
		client.setGateway({ host: '127.0.0.1', protocol: 'http',
			port });
		client.setAccessToken(token);
		const on = api ? new platform[api]() : client;

		answers.push(await on[call](...args)
			.then(() => 200, (e) => e.status ?? String(e)));
	}
	return answers;
}

const tools = { curlconverter, harValidator, httpsnippet, postman, sdk };
const answers = await tools[process.argv[2]](JSON.parse(readFileSync(0)));

process.stdout.write(JSON.stringify(answers), () => process.exit(0));

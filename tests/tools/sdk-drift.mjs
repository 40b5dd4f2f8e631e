#!/usr/bin/env node
// Compares the packs of rules/ with the platform's own JavaScript SDK, the one
// installed beside this script:
//
//	sdk-drift.mjs [--print] RULES
//
// Each request of a pack has to be one of the SDK's, deprecated if it is there,
// with a body of the model that the pack names.  Each shape has to have the
// members of its model, no more and no fewer, of the same types, and to miss,
// as an error, those that the model requires.  The other way, each operation of
// the SDK that touches participants has to have its pack.  The types of the SDK
// know no enumerated values, formats or read-only members; those are not
// compared.
//
// What differs on purpose is listed below.  The output is TAP, a test for each
// pack; with --print it is what differs and nothing else, for a look at another
// version, and no failure.  A line says first what is so here: "is integer, not
// string" where the SDK has a string.

import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const SDK = 'purecloud-platform-client-v2';

// What differs on purpose: each entry stands for the lines that it is part of.
// One that stands for none has to go.
const exceptions = {
	"the tutorial's form of a request has no model": [
		'call-conversation: POST /api/v2/conversations/calls takes',
	],
	'removed from the API, and so from the SDK': [
		'create-web-chat-conversation-request: POST /api/v2/',
		'create-web-chat-message-request: POST /api/v2/',
		'create-web-chat-request: POST /api/v2/',
	],
	'required in answers, which are of the same model': [
		'conversation: Conversation.startTime may be left',
		'conversation-update: Conversation.participants may be left',
		'conversation-update: Conversation.startTime may be left',
		'fax-send-request: Workspace.name may be left',
	],
	'the platform fills it in, no request does': [
		'Call is open',
		'Conversation.divisions is array, not',
		'Conversation.recentTransfers is array, not',
		'Participant.callbacks is array, not',
		'Participant.chats is array, not',
		'Participant.cobrowsesessions is array, not',
		'Participant.conversationRoutingData is object, not',
		'Participant.emails is array, not',
		'Participant.evaluations is array, not',
		'Participant.internalMessages is array, not',
		'Participant.messages is array, not',
		'Participant.screenMonitorings is array, not',
		'Participant.screenshares is array, not',
		'Participant.socialExpressions is array, not',
		'Participant.videos is array, not',
		'Participant.wrapup is object, not',
	],
	'a conversation is disconnected; for calls alone there is more to it': [
		'Conversation of PATCH /api/v2/conversations/callbacks/',
		'Conversation of PATCH /api/v2/conversations/cobrowsesessions/',
		'Conversation of PATCH /api/v2/conversations/emails/',
		'Conversation of PATCH /api/v2/conversations/messages/',
	],
	'names nobody: what is said, keyed, recorded or noted meanwhile': [
		'AfterCallWorkUpdate of PATCH',
		'CreateSecureSession of POST',
		'Digits of POST',
		'MandatoryPostCallActionInput of PATCH',
		'OnDemandConversationSummaryRequest of POST',
		'ParkingStateRequest of PATCH',
		'SetUuiDataRequest of PUT',
		'SnippetRecordingRequest of POST',
		'WrapupInput of POST',
	],
	'agents among themselves': [
		'MessagingConferWithUserRequest of POST',
	],
	'a search, or a change of contacts that exist': [
		'ContactBulkEditRequest of POST',
		'ContactBulkSearchParameters of POST',
		'ContactListingRequest of POST',
		'ConversationParticipantSearchRequest of POST',
		'DialerContact of PUT',
		'array of string of POST /api/v2/outbound/contactlists/',
	],
};

const expected = Object.values(exceptions).flat()
	.map((text) => ({ text, met: false }));

function readJson(...path) {
	return JSON.parse(readFileSync(join(...path)));
}

// What is `Array<Models.X>` there is "array of X" here.
function words(type) {
	return type.replace(/;$/, '')
		.replace(/Array<(.*)>/, (_, of) => 'array of ' + words(of))
		.replace(/\{ \[key: string\]: (.*); \}/,
			(_, of) => 'map of ' + words(of))
		.replace(/^Models\./, '');
}

// What a body is made of; a body that is not there is of nothing.
function leaf(type) {
	return type?.replace(/^((array|map) of )+/, '');
}

// Every interface by name: the models, and the options of the operations.
function readTypes(text) {
	const types = new Map();

	for (const [, name, body] of
	     text.matchAll(/^\texport interface (\w+) \{(.*?)^\t\}/gms)) {
		const members = new Map();

		for (const [, member, optional, type] of
		     body.matchAll(/^\t\t"(.+?)"(\?)?: (.*)$/gm))
			members.set(member,
				{ type: words(type), required: !optional });
		types.set(name, members);
	}
	return types;
}

// The types of the parameters of every operation, by name.
function readSignatures(text) {
	return new Map([...text.matchAll(/^\s+(\w+)\((.*)\): Promise</gm)].map(
		([, name, list]) => [name, list.split(/, (?=\w+\??: )/)
			.map((item) => words(item.replace(/.*?: /, '')))]));
}

// The operations of which a comment says that they are deprecated.
function readDeprecated(file) {
	return new Set([...readFileSync(file, 'utf8').matchAll(
		/@deprecated\s*\*\/\s*(\w+)\(/g)].map(([, name]) => name));
}

// The operations by method and path: the type of the body, null where there is
// none, and whether they are deprecated.  Only the code knows what goes where:
// call each with arguments that tell, and with a client that sends nothing.
function readOperations(folder, platform, text, types) {
	const signatures = readSignatures(text);
	const operations = new Map();
	const options = new Proxy({}, { get: (_, name) => ({ name }) });
	const client = {
		buildCollectionParam: () => '',
		callApi: (path, method, ...rest) =>
			[`${method} ${path}`, rest[4]],
	};

	function bodyType(operation, body) {
		return signatures.get(operation)[body.index] ??
			types.get(operation + 'Options').get(body.name).type;
	}

	function read(api, operation, deprecated) {
		const { length } = api[operation];
		const args = Array.from({ length: length - 1 },
			(_, index) => ({ index }));
		const [request, body] = api[operation](...args, options);

		operations.set(request, {
			type: body && bodyType(operation, body),
			deprecated: deprecated.has(operation),
		});
	}

	for (const [name, Api] of Object.entries(platform)) {
		if (!name.endsWith('Api'))
			continue;
		const api = new Api(client);
		const deprecated = readDeprecated(
			join(folder, 'src', SDK, 'api', name + '.js'));

		for (const key of Object.getOwnPropertyNames(Api.prototype))
			if (key !== 'constructor')
				read(api, key, deprecated);
	}
	return operations;
}

async function readSdk() {
	const folder = dirname(createRequire(import.meta.url)
		.resolve(SDK + '/package.json'));
	const platform = (await import(SDK)).default;
	const text = readFileSync(join(folder, 'index.d.ts'), 'utf8');
	const types = readTypes(text);

	return {
		version: readJson(folder, 'package.json').version,
		types,
		operations: readOperations(folder, platform, text, types),
		regions: platform.PureCloudRegionHosts,
	};
}

// The packs that have requests, each with what it includes.
function readPacks(folder) {
	const own = new Map(readdirSync(folder)
		.filter((file) => file.endsWith('.json')).sort()
		.map((file) => readJson(folder, file))
		.map((pack) => [pack.pack, pack]));

	function whole(pack) {
		const parts = (pack.include ?? [])
			.map((name) => whole(own.get(name))).concat(pack);
		const merged = (key) =>
			Object.assign({}, ...parts.map((part) => part[key]));

		return { ...pack, shapes: merged('shapes'),
			rules: merged('rules') };
	}
	return [...own.values()].filter((pack) => pack.requests).map(whole);
}

// The severity of a member that is missing, if that is anything.
function missed({ rules, shapes }, field) {
	const { missing } = field;
	const rule = missing?.rule ?? field.rule ?? shapes[field.is]?.rule ??
		'field-required';

	return missing && (missing.severity ?? rules[rule].severity);
}

// What differs between a pack and the SDK.  The models that the pack describes
// are added to a set.
function* comparePack(pack, { types, operations }, described) {
	const seen = new Set();

	function* compareType(at, is, type) {
		const [ours, theirs] = [is, type].map(
			(of) => /^(array|map) of (.*)/.exec(of) ?? []);

		if (ours[1] && ours[1] === theirs[1])
			yield* compareType(at, ours[2], theirs[2]);
		else if (pack.shapes[is] && types.has(type))
			yield* compareShape(is, type);
		else if (is !== type && (is !== 'integer' || type !== 'number'))
			yield `${at} is ${is}, not ${type}`;
	}

	function* compareMember(at, field, { type, required }) {
		const wanted = missed(pack, field) === 'error';

		if (required && !wanted)
			yield `${at} may be left out`;
		if (wanted && !required)
			yield `${at} may not be left out`;
		yield* compareType(at, field.is, type);
	}

	function* compareShape(shape, model) {
		const { fields = {}, open } = pack.shapes[shape];
		const members = types.get(model);
		const lacking = [...members.keys()].filter((m) => !fields[m]);

		if (seen.has(shape + ' ' + model))
			return;
		seen.add(shape + ' ' + model);
		described.add(model);
		if (open && lacking.length > 0)
			yield `${model} is open`;
		else
			yield* lacking.map((m) => `${model}.${m} is missing`);
		for (const [name, field] of Object.entries(fields)) {
			const member = members.get(name);

			if (member)
				yield* compareMember(`${model}.${name}`, field,
					member);
			else
				yield `${model}.${name} is invented`;
		}
	}

	for (const { method, path, state } of pack.requests) {
		const request = `${method} ${path}`;
		const { type, deprecated } = operations.get(request) ?? {};

		if (type === undefined) {
			yield `${request} is invented`;
			continue;
		}
		if (deprecated !== (state === 'deprecated'))
			yield `${request} is ${state ?? 'current'} here`;
		if (leaf(type) !== pack.model)
			yield `${request} takes ${pack.model ?? 'nothing'}, ` +
				`not ${type ?? 'nothing'}`;
		else if (type)
			yield* compareType('the body', pack.root, type);
	}
}

// Operations on participants, or with what the packs describe as their body,
// which no pack is for.
function* compareOperations(packs, { operations }, described) {
	const served = new Set(packs.flatMap(({ requests }) =>
		requests.map(({ method, path }) => `${method} ${path}`)));
	const near = / \/api\/v2\/(conversations|outbound\/contactlists)\//;
	const about = /\/(participants|contacts)(\/|$)/;

	for (const [request, { type }] of operations)
		if (type && near.test(request) && !served.has(request) &&
		    (about.test(request) || described.has(leaf(type))))
			yield `${type} of ${request} has no pack`;
}

function* compareRegions(regions, sdk) {
	const ours = Object.entries(regions)
		.map(([name, words]) => `${name} ${words.split(' ')[0]}`);
	const theirs = Object.entries(sdk.regions)
		.map(([name, domain]) => `${name} ${domain}`);
	const only = (list, other) => list.filter((x) => !other.includes(x));

	yield* only(theirs, ours).map((x) => `${x} is missing`);
	yield* only(ours, theirs).map((x) => `${x} is invented`);
}

function* tests(packs, regions, sdk) {
	const described = new Set();

	for (const pack of packs)
		yield [pack.pack, comparePack(pack, sdk, described)];
	yield ['operations', compareOperations(packs, sdk, described)];
	yield ['regions', compareRegions(regions, sdk)];
}

function isUnexpected(line) {
	const known = expected.filter(({ text }) => line.includes(text));

	for (const entry of known)
		entry.met = true;
	return known.length === 0;
}

const print = process.argv[2] === '--print';
const rules = process.argv.at(-1);
const sdk = await readSdk();
let n = 0;

function report(name, lines) {
	n += 1;
	if (!print)
		console.log(`${lines.length ? 'not ok' : 'ok'} ${n} - ${name}`);
	for (const line of lines)
		console.log(print ? line : '# ' + line);
	if (!print && lines.length)
		process.exitCode = 1;
}

console.log(`# ${SDK} ${sdk.version}`);
for (const [name, differences] of tests(readPacks(rules),
	readJson(rules, 'regions.json').regions, sdk))
	report(name, [...differences].map((text) => `${name}: ${text}`)
		.filter(isUnexpected));
report('exceptions', expected.filter(({ met }) => !met)
	.map(({ text }) => `exceptions: nothing is like '${text}'`));
if (!print)
	console.log(`1..${n}`);

// ajv holds each line of a file against a schema; prints how many it refused.
//
//	ajv.mjs SCHEMA FILE		the file read as one string, as most do
//	ajv.mjs --pieces SCHEMA FILE	read in pieces, which is faster

import { openSync, readFileSync, readSync } from "node:fs";
import Ajv from "ajv";

function* inOne(path) {
	const text = readFileSync(path, "utf8");

	for (let from = 0, to; (to = text.indexOf("\n", from)) >= 0; from = to + 1)
		yield text.slice(from, to);
}

function* inPieces(path) {
	const fd = openSync(path);
	const buf = Buffer.alloc(1 << 20);

	for (let have = 0, got; ; ) {
		got = readSync(fd, buf, have, buf.length - have);
		if (!got)
			return;
		const full = buf.subarray(0, have + got);
		let from = 0;
		for (let to; (to = full.indexOf(10, from)) >= 0; from = to + 1)
			yield full.toString("utf8", from, to);
		have = full.copy(buf, 0, from);
	}
}

const args = process.argv.slice(2);
const lines = args[0] === "--pieces" ? (args.shift(), inPieces) : inOne;
const validate = new Ajv().compile(JSON.parse(readFileSync(args[0])));
let bad = 0;

for (const line of lines(args[1])) {
	try {
		bad += !validate(JSON.parse(line));
	} catch {
		bad++;
	}
}
console.log(bad);

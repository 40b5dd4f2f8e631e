// Open reports of gclint in Chromium, as a reviewer does; prints TAP.
//
//	html.mjs GCLINT
//
// Chromium is Debian's, or the one that CHROMIUM names.  A page may fetch
// nothing and run no script but its own, whatever the payload says; it has to
// be readable at any width, in the light and in the dark, and without scripts.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";

const gclint = resolve(process.argv[2] ?? "gclint");
const folder = mkdtempSync(join(tmpdir(), "gclint-html-"));
const attack = "window.attacked = document.title = 'attacked'";

const hostile = [
	`</script><script>${attack}</script>`,
	`"><img src=x onerror="${attack}">`,
	`'><svg/onload="${attack}">`,
	`--><iframe srcdoc="<script>parent.attacked=1</script>">`,
	`</style><style>body{display:none}</style>`,
	`<link rel=stylesheet href=https://example.com/x.css>`,
	`<meta http-equiv=refresh content="0;url=https://example.com/">`,
	`<base href="https://example.com/">\u202e\u2028`,
];

function participant(address, rest) {
	return { address, addressType: "phone", state: "initial",
		mediaTypes: ["call"], ...rest };
}

function call(...participants) {
	return { type: "call", participants };
}

// A report of these payloads, and its address.
function report(name, payloads, ...args) {
	const names = payloads.map((payload, i) => {
		const file = payload.file ?? `${name}-${i}.json`;
		writeFileSync(join(folder, file),
			JSON.stringify(payload.json ?? payload, null, 2));
		return file;
	});
	const run = spawnSync(gclint, [`--format=html:${name}.html`, ...args,
		"--", ...names], { cwd: folder });
	assert.ok(run.status === 0 || run.status === 1, `${run.stderr}`);
	return pathToFileURL(join(folder, `${name}.html`)).href;
}

const pages = {
	none: report("none", [call(participant("tel:+15551234567"))]),
	one: report("one", [call(participant("+15551234567"))]),
	many: report("many", Array.from({ length: 250 }, (_, i) =>
		call(participant(`+1555${1000000 + i}`, { colour: i })))),
	hostile: report("hostile", hostile.map((text, i) => ({
		file: `${i}${text.replaceAll("/", "_")}.json`,
		json: { ...call(participant(text, { [text]: text })),
			[text]: 1 },
	}))),
	long: report("long", [call(participant("+15551234567",
		{ x: "y".repeat(100000) }))]),
};

const browser = await puppeteer.launch({
	executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
	args: ["--no-sandbox"],
});

// What a page asks for beside itself, and what it complains of.
async function open(url, settings = {}) {
	const page = await browser.newPage();
	const seen = [];
	await page.setJavaScriptEnabled(settings.script ?? true);
	await page.setViewport({ width: settings.width ?? 1280, height: 900 });
	await page.emulateMediaFeatures([{ name: "prefers-color-scheme",
		value: settings.scheme ?? "light" }]);
	page.on("request", (r) => r.url() === url || seen.push(r.url()));
	page.on("console", (message) => seen.push(message.text()));
	page.on("pageerror", (error) => seen.push(String(error)));
	page.on("dialog", (dialog) => seen.push(dialog.message()));
	await page.goto(url, { waitUntil: "networkidle0" });
	return { page, seen };
}

function shown(page, what = "article") {
	return page.$$eval(what, (list) => list.filter((element) =>
		element.getClientRects().length > 0).length);
}

const tests = {};

for (const [name, url] of Object.entries(pages))
	tests[`${name}: nothing is fetched, nothing else runs`] = async () => {
		const { page, seen } = await open(url);
		assert.deepEqual(seen, []);
		assert.equal(await page.title(), "gclint report");
		assert.equal(await page.evaluate(() => window.attacked),
			undefined);
		const scripts = await page.$$("script, iframe, img, svg, link");
		assert.equal(scripts.length, 1);
	};

for (const [name, url] of Object.entries(pages))
	for (const width of [1280, 390])
		tests[`${name}: fits into ${width} pixels`] = async () => {
			const { page } = await open(url, { width });
			assert.equal(await page.evaluate(() =>
				document.documentElement.scrollWidth), width);
		};

tests["the summary comes before the findings"] = async () => {
	const { page } = await open(pages.one);
	const [summary, main] = await page.$$eval("#summary, main", (list) =>
		list.sort((a, b) => (a.id < b.id ? 1 : -1))
			.map((element) => element.getBoundingClientRect().top));
	assert.ok(summary < main, `${summary} ${main}`);
};

tests["a severity can be hidden"] = async () => {
	const { page } = await open(pages.many);
	assert.equal(await shown(page), 500);
	await page.click("input[name=error]");
	assert.equal(await shown(page), 250);
	assert.equal(await shown(page, "article.error"), 0);
	await page.click("input[name=warning]");
	assert.equal(await shown(page), 0);
	assert.equal(await shown(page, ".file"), 0);
	await page.click("input[name=error]");
	assert.equal(await shown(page, ".file"), 250);
	assert.equal(await page.$eval("output", (o) => o.textContent),
		"250 of 500 shown");
};

tests["a rule can be chosen"] = async () => {
	const { page } = await open(pages.many);
	await page.select("select", "field-unknown");
	assert.equal(await shown(page), 250);
	assert.equal(await shown(page, "article.error"), 0);
	await page.select("select", "");
	assert.equal(await shown(page), 500);
};

tests["without scripts all is there but the filter"] = async () => {
	const { page } = await open(pages.many, { script: false });
	assert.equal(await shown(page), 500);
	assert.equal(await shown(page, "form"), 0);
};

tests["light and dark differ, and text stands out in both"] = async () => {
	const colors = [];
	for (const scheme of ["light", "dark"]) {
		const { page } = await open(pages.one, { scheme });
		const [ink, paper] = await page.$eval("article", (element) => {
			const style = getComputedStyle(element);
			return [style.color, style.backgroundColor].map((c) =>
				c.match(/\d+/g).reduce((a, b) => a + +b, 0));
		});
		assert.ok(Math.abs(ink - paper) > 400, `${ink} ${paper}`);
		colors.push(paper);
	}
	assert.ok(colors[0] - colors[1] > 400, `${colors}`);
};

tests["what is in a payload is shown as text"] = async () => {
	const { page } = await open(pages.hostile);
	const text = await page.$eval("main", (main) => main.textContent);
	for (const part of [attack, "</style><style>", "<base href=", "\\u{202E}"])
		assert.ok(text.includes(part), part);
};

tests["it can be printed"] = async () => {
	const { page } = await open(pages.many);
	const pdf = await page.pdf();
	assert.equal(Buffer.from(pdf.slice(0, 5)).toString(), "%PDF-");
	await page.emulateMediaType("print");
	assert.equal(await shown(page, "form"), 0);
	assert.equal(await shown(page), 500);
};

let failed = 0;
let n = 0;
for (const [title, test] of Object.entries(tests)) {
	n++;
	try {
		await test();
		console.log(`ok ${n} - ${title}`);
	} catch (error) {
		failed++;
		console.log(`not ok ${n} - ${title}`);
		console.log(String(error).replace(/^/gm, "# "));
	}
	for (const page of (await browser.pages()).slice(1))
		await page.close();
}
console.log(`1..${n}`);
await browser.close();
rmSync(folder, { recursive: true });
process.exit(failed > 0 ? 1 : 0);

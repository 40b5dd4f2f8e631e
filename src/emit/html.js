
(function () {
	"use strict";
	var form = document.getElementById("filter");

	function hide(list, inside) {
		list.forEach(function (element) {
			element.hidden = !element.querySelector(inside);
		});
	}

	function apply() {
		var all = document.querySelectorAll("article");
		var shown = 0;

		all.forEach(function (article) {
			var rule = form.elements.rule.value;
			var severity = form.elements[article.className];

			article.hidden = !severity.checked ||
				(rule !== "" && rule !== article.dataset.rule);
			shown += !article.hidden;
		});
		hide(document.querySelectorAll(".block"),
			"article:not([hidden])");
		hide(document.querySelectorAll(".file"),
			".block:not([hidden]), .failure");
		form.querySelector("output").textContent =
			shown + " of " + all.length + " shown";
	}

	if (!form)
		return;
	form.hidden = false;
	form.addEventListener("change", apply);
	form.addEventListener("submit", function (event) {
		event.preventDefault();
	});
	apply();
}());

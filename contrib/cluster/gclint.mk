# Lint a file with GNU make 4: what was interrupted is taken up again, and what
# has been done is not done again.
#
#	make -j8 -k -f gclint.mk FILE=calls.ndjson REPORT=calls.json
FILE = calls.ndjson
REPORT = calls.json
FORMAT = json
BLOCK = 64M
FOLDER = reports
GCLINT = gclint

HERE := $(dir $(lastword $(MAKEFILE_LIST)))
SPLITS := $(shell sh $(HERE)splits $(BLOCK) $(FILE) | cut -f 2,3 | tr '\t' -)
REPORTS := $(SPLITS:%=$(FOLDER)/%.jsonl)

# Names go through a file: a command line has room for some thousand.
$(REPORT): $(REPORTS)
	$(file >$(FOLDER)/list)$(foreach r,$^,$(file >>$(FOLDER)/list,$(r)))
	$(GCLINT) --merge --exit-zero --format=$(FORMAT):$@ \
		--files-from=$(FOLDER)/list

$(FOLDER)/%.jsonl: $(FILE) | $(FOLDER)
	$(GCLINT) --exit-zero --input-split=$(subst -,:,$*) --format=jsonl:$@ \
		$(FILE)

$(FOLDER):
	mkdir -p $@

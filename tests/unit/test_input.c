/*
 * Operands, folders and exclusions, in a tree made for each test.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "tree.h"

static void
operands_come_in_order_whatever_their_extension(void **state)
{
	(void)state;
	file("b.txt");
	file("a");
	expect(NONE, NONE, "");
	expect(LIST("b.txt", "-", "a", "./b.txt"), NONE,
		"named b.txt\nnamed -\nnamed a\n");
	expect(LIST("./a"), NONE, "named ./a\n");
}

static void
a_folder_gives_known_extensions_only(void **state)
{
	(void)state;
	file("a.json");
	file("b.ndjson");
	file("c.jsonl");
	file("d.har");
	file("e.http");
	file("f.curl");
	file("g.txt");
	file("h");
	file("i.json.bak");
	file(".json");
	file(".j.json");
	file("json");
	folder("k.json");
	file("k.json/l.json");
	expect(LIST("."), NONE,
		".j.json\na.json\nb.ndjson\nc.jsonl\nd.har\ne.http\nf.curl\n"
		"k.json/l.json\n");
}

static void
names_come_in_byte_order_folders_as_if_with_a_slash(void **state)
{
	(void)state;
	folder("a");
	folder("a/a");
	file("a/a/z.json");
	file("a/b.json");
	file("a-b.json");
	file("a.json");
	file("a0.json");
	file("B.json");
	file("\xc3\xa4.json");
	expect(LIST("."), NONE,
		"B.json\na-b.json\na.json\na/a/z.json\na/b.json\na0.json\n"
		"\xc3\xa4.json\n");
}

static void
paths_are_joined_with_one_slash(void **state)
{
	struct tree *t = *state;
	char expected[sizeof(t->path) + 16];

	folder("d");
	file("d/a.json");
	expect(LIST("d"), NONE, "d/a.json\n");
	expect(LIST("d/"), NONE, "d/a.json\n");
	expect(LIST("d//"), NONE, "d/a.json\n");
	expect(LIST("./d"), NONE, "./d/a.json\n");
	expect(LIST("."), NONE, "d/a.json\n");
	expect(LIST("./"), NONE, "d/a.json\n");
	expect(LIST("d/.."), NONE, "d/../d/a.json\n");
	snprintf(expected, sizeof(expected), "%s/d/a.json\n", t->path);
	expect(LIST(t->path), NONE, expected);
}

static void
hidden_folders_are_passed_over_unless_named(void **state)
{
	(void)state;
	folder(".h");
	file(".h/a.json");
	folder(".h/.i");
	file(".h/.i/b.json");
	folder("d");
	folder("d/.h");
	file("d/.h/c.json");
	file("d/.e.json");
	expect(LIST("."), NONE, "d/.e.json\n");
	expect(LIST(".h"), NONE, ".h/a.json\n");
}

static void
linked_folders_are_passed_over_unless_named(void **state)
{
	(void)state;
	folder("d");
	file("d/a.json");
	folder("e");
	file("e/b.json");
	assert_int_equal(symlink("../d", "e/d"), 0);
	assert_int_equal(symlink("../d", "e/d.json"), 0);
	assert_int_equal(symlink("..", "e/up"), 0);
	assert_int_equal(symlink(".", "d/self.json"), 0);
	expect(LIST("e"), NONE, "e/b.json\n");
	expect(LIST("e/d", "e/up/d"), NONE, "e/d/a.json\n");
}

static void
linked_files_are_given_once(void **state)
{
	(void)state;
	folder("d");
	file("real");
	file("d/c.json");
	assert_int_equal(symlink("../real", "d/a.json"), 0);
	assert_int_equal(symlink("a.json", "d/b.json"), 0);
	assert_int_equal(link("d/c.json", "d/d.json"), 0);
	expect(LIST("d", "real", "d/d.json"), NONE, "d/a.json\nd/c.json\n");
	expect(LIST("d/d.json", "d"), NONE, "named d/d.json\nd/a.json\n");
}

static void
links_that_lead_nowhere_fail_only_when_named(void **state)
{
	(void)state;
	file("a.json");
	assert_int_equal(symlink("gone", "b.json"), 0);
	assert_int_equal(symlink("c.json", "c.json"), 0);
	assert_int_equal(symlink("a.json/x", "d.json"), 0);
	expect(LIST("."), NONE, "a.json\n");
	expect(LIST("b.json"), NONE,
		"failed: cannot read 'b.json': No such file or directory\n");
}

static void
an_operand_that_cannot_be_read_does_not_end_the_run(void **state)
{
	(void)state;
	file("a.json");
	expect(LIST("x.json", "", "a.json/", "a.json/b", "a.json"), NONE,
		"failed: cannot read 'x.json': No such file or directory\n"
		"failed: cannot read '': No such file or directory\n"
		"failed: cannot read 'a.json/': Not a directory\n"
		"failed: cannot read 'a.json/b': Not a directory\n"
		"named a.json\n");
	expect(LIST("a\nb"), NONE,
		"failed: cannot read 'a\\x0Ab': No such file or directory\n");
}

/* No descriptor is left, which stops root as well. */
static void
a_folder_that_cannot_be_opened_does_not_end_the_run(void **state)
{
	struct input *in = new_input(NONE);
	struct rlimit limit, none;
	char expected[256];
	struct buf log;

	(void)state;
	folder("b");
	file("a.json");
	file("b/b.json");
	file("c.json");
	gcl_buf_init(&log, 4096);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	none = limit;
	none.rlim_cur = 0;
	start(in, LIST(".", "b"));
	assert_true(log_next(in, &log));
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	while (log_next(in, &log))
		;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	snprintf(expected, sizeof(expected), "a.json\n"
		"failed: cannot read 'b': %s\nc.json\n"
		"failed: cannot read 'b': %s\n",
		strerror(EMFILE), strerror(EMFILE));
	assert_string_equal(gcl_buf_str(&log), expected);
	gcl_buf_release(&log);
	gcl_input_free(in);
}

static void
pipes_and_devices_are_items_when_named_only(void **state)
{
	(void)state;
	folder("d");
	assert_int_equal(mkfifo("d/a.json", 0666), 0);
	assert_int_equal(symlink("/dev/null", "d/b.json"), 0);
	expect(LIST("d"), NONE, "empty: nothing to lint in 'd'\n");
	expect(LIST("d/a.json", "/dev/null", "d/b.json"), NONE,
		"named d/a.json\nnamed /dev/null\n");
}

static void
a_socket_cannot_be_read(void **state)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	assert_true(fd >= 0);
	strcpy(addr.sun_path, "s.json");
	assert_int_equal(bind(fd, (struct sockaddr *)&addr, sizeof(addr)), 0);
	expect(LIST("s.json"), NONE,
		"failed: cannot read 's.json': it is a socket\n");
	expect(LIST("."), NONE, "empty: nothing to lint in '.'\n");
	close(fd);
}

static void
standard_input_is_given_once(void **state)
{
	(void)state;
	expect(LIST("-", "-", "/dev/stdin"), NONE, "named -\n");
	expect(LIST("/dev/stdin", "-"), NONE, "named /dev/stdin\n");
	file("-");
	expect(LIST("./-", "-"), NONE, "named ./-\nnamed -\n");
}

static void
standard_input_that_is_closed_is_a_failure(void **state)
{
	(void)state;
	file("a.json");
	close(STDIN_FILENO);
	expect(LIST("-", "a.json"), NONE,
		"failed: cannot read standard input: Bad file descriptor\n"
		"named a.json\n");
}

static void
files_of_an_earlier_run_are_not_given_again(void **state)
{
	struct input *in = new_input(NONE);

	(void)state;
	file("a.json");
	file("b.json");
	start(in, LIST("a.json"));
	expect_log(in, "named a.json\n");
	expect_log(in, "");
	start(in, LIST(".", "-"));
	expect_log(in, "b.json\nnamed -\n");
	gcl_input_free(in);
}

static void
a_run_may_end_in_the_middle(void **state)
{
	struct input *in = new_input(LIST("x"));
	struct buf log;

	(void)state;
	folder("a");
	folder("a/b");
	file("a/b/c.json");
	gcl_buf_init(&log, 4096);
	start(in, LIST("."));
	assert_true(log_next(in, &log));
	assert_string_equal(gcl_buf_str(&log), "a/b/c.json\n");
	gcl_buf_release(&log);
	gcl_input_free(in);
	gcl_input_free(NULL);
}

static void
a_folder_without_payloads_is_told(void **state)
{
	(void)state;
	folder("d");
	folder("d/e");
	file("d/e/a.txt");
	folder("f");
	file("f/a.json");
	expect(LIST("d", "f", "d/e/"), NONE,
		"empty: nothing to lint in 'd'\n"
		"f/a.json\n"
		"empty: nothing to lint in 'd/e/'\n");
	expect(LIST("f"), LIST("*.json"), "empty: nothing to lint in 'f'\n");
}

static void
a_folder_of_files_already_given_is_not_empty(void **state)
{
	(void)state;
	folder("d");
	file("d/a.json");
	expect(LIST("d", "d", "."), NONE, "d/a.json\n");
}

static void
unusual_names_are_kept_byte_by_byte(void **state)
{
	(void)state;
	folder("a b");
	file("a b/\n.json");
	file("a b/-x.json");
	file("a b/\xff\xfe.json");
	file("a b/*.json");
	file("a b/\\.json");
	expect(LIST("a b"), NONE,
		"a b/\n.json\na b/*.json\na b/-x.json\na b/\\.json\n"
		"a b/\xff\xfe.json\n");
	expect(LIST("a b"), LIST("\\*.json", "\xff*", "a\\ b/\n.json"),
		"a b/-x.json\na b/\\.json\n");
}

static void
exclusions_are_relative_to_the_current_folder(void **state)
{
	struct tree *t = *state;
	static const char *const by_root[] = { "/d/a.json", NULL };
	char expected[sizeof(t->path) + 32];

	folder("d");
	folder("d/d");
	file("d/a.json");
	file("d/d/a.json");
	expect(LIST("."), by_root, "d/d/a.json\n");
	expect(LIST("./d"), by_root, "./d/d/a.json\n");
	expect(LIST("d/../d/./"), by_root, "d/../d/./d/a.json\n");
	expect(LIST("d/d/../.."), by_root, "d/d/../../d/d/a.json\n");
	snprintf(expected, sizeof(expected), "%s/d/a.json\n", t->path);
	expect(LIST(t->path), LIST("/d/d/"), expected);
	assert_int_equal(chdir("d"), 0);
	expect(LIST(t->path), LIST("/d/", "../d"), expected);
}

static void
a_path_that_leads_back_is_below_the_current_folder(void **state)
{
	(void)state;
	folder("d");
	folder("d/e");
	file("d/a.json");
	file("d/e/a.json");
	file("e.json");
	assert_int_equal(chdir("d"), 0);
	expect(LIST("../d"), LIST("/a.json"), "../d/e/a.json\n");
	expect(LIST("e/../../d/./e"), LIST("/a.json"),
		"e/../../d/./e/a.json\n");
	expect_forced(LIST("../d/a.json", "../e.json"), LIST("/a.json"),
		"excluded: '../d/a.json' is left out by exclusion '/a.json'\n"
		"named ../e.json\n");
}

static void
anchored_exclusions_stay_below_the_current_folder(void **state)
{
	struct tree *t = *state;
	char path[2][sizeof(t->path) + 16];
	char expected[sizeof(path) + 32];

	folder("d");
	folder("d/d");
	file("d/a.json");
	file("d_a.json");
	folder("e");
	file("e/a.json");
	assert_int_equal(chdir("d"), 0);
	snprintf(path[0], sizeof(path[0]), "%s/d_a.json", t->path);
	snprintf(path[1], sizeof(path[1]), "%s/e/a.json", t->path);
	snprintf(expected, sizeof(expected), "named %s\nnamed %s\n", path[0],
		path[1]);
	expect_forced(LIST(path[0], path[1]), LIST("/a.json"), expected);
	assert_int_equal(chdir("d"), 0);
	expect_forced(LIST("../../d/a.json"), LIST("/d/"),
		"named ../../d/a.json\n");
}

static void
the_current_folder_and_those_above_are_never_excluded(void **state)
{
	struct tree *t = *state;
	char expected[sizeof(t->path) + 16];

	file("a.json");
	folder("d");
	snprintf(expected, sizeof(expected), "%s/a.json\n", t->path);
	expect_forced(LIST(t->path), LIST("*", "!a.json"), expected);
	expect_forced(LIST("."), LIST("*", "!a.json"), "a.json\n");
	assert_int_equal(chdir("d"), 0);
	expect_forced(LIST(t->path), LIST("*", "!a.json"), expected);
	expect_forced(LIST("../a.json"), LIST("*", "!a.json"),
		"named ../a.json\n");
}

static void
the_current_folder_is_that_of_the_start(void **state)
{
	struct tree *t = *state;
	struct input *in = new_input(LIST("/a.json"));
	char expected[sizeof(t->path) + 16];

	folder("d");
	file("a.json");
	file("d/a.json");
	start(in, LIST(t->path));
	snprintf(expected, sizeof(expected), "%s/d/a.json\n", t->path);
	expect_log(in, expected);
	assert_int_equal(chdir("d"), 0);
	start(in, LIST(t->path));
	snprintf(expected, sizeof(expected), "%s/a.json\n", t->path);
	expect_log(in, expected);
	gcl_input_free(in);
}

static void
an_excluded_folder_is_not_read(void **state)
{
	(void)state;
	folder("build");
	file("build/a.json");
	folder("src");
	folder("src/build");
	file("src/build/a.json");
	file("src/b.json");
	expect(LIST("."), LIST("build/", "!a.json", "!build/a.json"),
		"src/b.json\n");
	expect(LIST("."), LIST("/build"),
		"src/b.json\nsrc/build/a.json\n");
	expect(LIST("."), LIST("build/*", "!build/a.json"),
		"build/a.json\nsrc/b.json\nsrc/build/a.json\n");
	expect(LIST("."), LIST("*.json", "!b.json"), "src/b.json\n");
}

static void
named_paths_are_excluded_only_by_force(void **state)
{
	static const char *const out[] = { "build/", "/x.json", NULL };

	(void)state;
	folder("build");
	folder("build/d");
	file("build/d/a.json");
	file("x.json");
	file("y.json");
	expect(LIST("build", "x.json", "y.json"), out,
		"build/d/a.json\nnamed x.json\nnamed y.json\n");
	expect_forced(LIST("build", "build/d/a.json", "build/d/",
			"build//../x.json", "y.json", "-", "gone/x.json"), out,
		"excluded: 'build' is left out by exclusion 'build/'\n"
		"excluded: 'build/d/a.json' is left out by exclusion 'build/'\n"
		"excluded: 'build/d/' is left out by exclusion 'build/'\n"
		"excluded: 'build//../x.json' "
		"is left out by exclusion '/x.json'\n"
		"named y.json\nnamed -\n"
		"failed: cannot read 'gone/x.json': "
		"No such file or directory\n");
	assert_int_equal(chdir("build"), 0);
	expect_forced(LIST(".", "../y.json", ".."), LIST("*", "!*.json", "!*/"),
		"d/a.json\nnamed ../y.json\n../x.json\n");
}

static void
a_name_left_out_does_not_hide_another_of_the_same_file(void **state)
{
	(void)state;
	file("a.json");
	assert_int_equal(link("a.json", "b.json"), 0);
	expect(LIST("."), LIST("a.json"), "b.json\n");
	expect_forced(LIST("a.json", "b.json"), LIST("a.json"),
		"excluded: 'a.json' is left out by exclusion 'a.json'\n"
		"named b.json\n");
}

static void
an_empty_exclusion_is_an_error(void **state)
{
	struct input *in = new_input(NONE);
	struct gcl_error err = { GCL_OK, "" };

	(void)state;
	assert_int_equal(gcl_input_exclude(in, "", &err), GCL_EUSAGE);
	assert_string_equal(err.text, "exclusion '' is empty");
	gcl_input_free(in);
}

static void
go_down(const char *name, size_t levels)
{
	while (levels-- > 0) {
		folder(name);
		assert_int_equal(chdir(name), 0);
	}
}

/* With room for one descriptor more than there are. */
static void
depth_does_not_cost_descriptors(void **state)
{
	struct tree *t = *state;
	struct rlimit limit, low;
	char expected[512 * 2 + 16];
	size_t i;
	int fd;

	go_down("d", 400);
	file("a.json");
	assert_int_equal(chdir(t->path), 0);
	for (i = 0; i < 400; i++)
		memcpy(expected + 2 * i, "d/", 2);
	strcpy(expected + 2 * i, "a.json\n");
	fd = dup(STDIN_FILENO);
	close(fd);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	low = limit;
	low.rlim_cur = (rlim_t)fd + 1;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	expect(LIST("."), LIST("none"), expected);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void
a_path_too_long_for_the_system_says_so(void **state)
{
	struct tree *t = *state;
	char name[251] = { 0 };
	struct buf log;
	struct input *in = new_input(NONE);

	memset(name, 'd', sizeof(name) - 1);
	go_down(name, 20);
	assert_int_equal(chdir(t->path), 0);
	gcl_buf_init(&log, 8192);
	start(in, LIST("."));
	assert_true(log_next(in, &log));
	assert_int_equal(strncmp(gcl_buf_str(&log), "failed: cannot read 'd",
		22), 0);
	assert_non_null(strstr(gcl_buf_str(&log), strerror(ENAMETOOLONG)));
	assert_false(log_next(in, &log));
	gcl_buf_release(&log);
	gcl_input_free(in);
}

/* Enough for the table of files seen to grow several times. */
static void
many_files_are_told_apart(void **state)
{
	struct input *in = new_input(NONE);
	char name[32];
	struct input_item item;
	size_t i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "%04zu.json", i);
		file(name);
	}
	start(in, LIST("0500.json", ".", "./", "0001.json"));
	assert_int_equal(gcl_input_next(in, &item, NULL), INPUT_ITEM);
	for (i = 0; i < 1000; i++) {
		if (i == 500)
			continue;
		snprintf(name, sizeof(name), "%04zu.json", i);
		assert_int_equal(gcl_input_next(in, &item, NULL), INPUT_ITEM);
		assert_string_equal(item.path, name);
	}
	assert_int_equal(gcl_input_next(in, &item, NULL), INPUT_END);
	gcl_input_free(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(operands_come_in_order_whatever_their_extension),
		TEST(a_folder_gives_known_extensions_only),
		TEST(names_come_in_byte_order_folders_as_if_with_a_slash),
		TEST(paths_are_joined_with_one_slash),
		TEST(hidden_folders_are_passed_over_unless_named),
		TEST(linked_folders_are_passed_over_unless_named),
		TEST(linked_files_are_given_once),
		TEST(links_that_lead_nowhere_fail_only_when_named),
		TEST(an_operand_that_cannot_be_read_does_not_end_the_run),
		TEST(a_folder_that_cannot_be_opened_does_not_end_the_run),
		TEST(pipes_and_devices_are_items_when_named_only),
		TEST(a_socket_cannot_be_read),
		TEST(standard_input_is_given_once),
		TEST(standard_input_that_is_closed_is_a_failure),
		TEST(files_of_an_earlier_run_are_not_given_again),
		TEST(a_run_may_end_in_the_middle),
		TEST(a_folder_without_payloads_is_told),
		TEST(a_folder_of_files_already_given_is_not_empty),
		TEST(unusual_names_are_kept_byte_by_byte),
		TEST(exclusions_are_relative_to_the_current_folder),
		TEST(a_path_that_leads_back_is_below_the_current_folder),
		TEST(anchored_exclusions_stay_below_the_current_folder),
		TEST(the_current_folder_and_those_above_are_never_excluded),
		TEST(the_current_folder_is_that_of_the_start),
		TEST(an_excluded_folder_is_not_read),
		TEST(named_paths_are_excluded_only_by_force),
		TEST(a_name_left_out_does_not_hide_another_of_the_same_file),
		TEST(an_empty_exclusion_is_an_error),
		TEST(depth_does_not_cost_descriptors),
		TEST(a_path_too_long_for_the_system_says_so),
		TEST(many_files_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

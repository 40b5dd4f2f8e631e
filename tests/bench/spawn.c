/*
 * Run a program a number of times, one after another, and say what that cost:
 * wall time, processor time, the most memory of one run, the worst status.
 *
 *	spawn COUNT PROGRAM ARGUMENT...
 *
 * Python would do, but a program that it starts is charged with the peak of
 * its own memory (Linux keeps ru_maxrss over exec) and with a slower start.
 */
#define _POSIX_C_SOURCE 200809L

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* The exit status, or 128 for a program that did not come to its end. */
static int
run(char **argv, posix_spawn_file_actions_t *quiet)
{
	int status;
	pid_t pid;

	if (posix_spawnp(&pid, argv[0], quiet, NULL, argv, environ) ||
	    waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return 128;
	return WEXITSTATUS(status);
}

int
main(int argc, char **argv)
{
	posix_spawn_file_actions_t quiet;
	struct rusage use;
	int worst = 0;
	double start;

	if (argc < 3)
		return 2;
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null",
	    O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&quiet, STDOUT_FILENO, STDERR_FILENO);
	start = now();
	for (int n = atoi(argv[1]); n > 0; n--) {
		int status = run(argv + 2, &quiet);

		worst = status > worst ? status : worst;
	}
	start = now() - start;
	getrusage(RUSAGE_CHILDREN, &use);
	printf("%.6f %.6f %ld %d\n", start,
	    seconds(use.ru_utime) + seconds(use.ru_stime), use.ru_maxrss, worst);
	posix_spawn_file_actions_destroy(&quiet);
	return 0;
}

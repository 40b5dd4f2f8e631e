/*
 * The yardstick for many small files: open, read and close each one.
 */
#include <fcntl.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	static char buf[1 << 16];

	for (int i = 1; i < argc; i++) {
		int fd = open(argv[i], O_RDONLY);

		if (fd < 0 || read(fd, buf, sizeof(buf)) < 0)
			return 2;
		close(fd);
	}
	return 0;
}

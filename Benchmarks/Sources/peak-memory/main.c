/* Runs a program with the standard streams of this one, and writes the most memory it had at once into a file, in
   bytes.

     peak-memory FILE PROGRAM ARGUMENT...

   Linux counts what the parent had when it started the program; so something small has to start it. */

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: peak-memory FILE PROGRAM ARGUMENT...\n");
    return 2;
  }
  pid_t child = fork();
  if (child == 0) {
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
    perror("peak-memory");
    return 2;
  }
  FILE *file = fopen(argv[1], "w");
  if (!file) {
    perror(argv[1]);
    return 2;
  }
#ifdef __APPLE__
  fprintf(file, "%ld", usage.ru_maxrss);
#else
  fprintf(file, "%ld", usage.ru_maxrss * 1024);
#endif
  fclose(file);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}

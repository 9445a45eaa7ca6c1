/* The least a checker on libxml2 can do: reads every file of a folder and parses it, one reused context, one thread.

     parse-loop FOLDER

   Prints how many files are well-formed and how many are not. */

#include <dirent.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Reads a whole file into a buffer that grows; the length, or -1. */
static ssize_t read_file(int folder, const char *name, char **buffer, size_t *capacity) {
  int file = openat(folder, name, O_RDONLY);
  if (file < 0) return -1;
  size_t length = 0;
  ssize_t count;
  while ((count = read(file, *buffer + length, *capacity - length)) > 0) {
    length += (size_t)count;
    if (length == *capacity) {
      *capacity *= 2;
      *buffer = realloc(*buffer, *capacity);
      if (!*buffer) abort();
    }
  }
  close(file);
  return count < 0 ? -1 : (ssize_t)length;
}

int main(int argc, char **argv) {
  DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
  if (!folder) {
    fprintf(stderr, "usage: parse-loop FOLDER\n");
    return 2;
  }
  size_t capacity = 64 * 1024;
  char *buffer = malloc(capacity);
  xmlParserCtxtPtr context = xmlNewParserCtxt();
  if (!buffer || !context) return 2;
  int options = XML_PARSE_NONET | XML_PARSE_COMPACT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  long well_formed = 0, broken = 0;
  for (struct dirent *entry; (entry = readdir(folder));) {
    size_t end = strlen(entry->d_name);
    if (end < 4 || strcmp(entry->d_name + end - 4, ".xml") != 0) continue;
    ssize_t length = read_file(dirfd(folder), entry->d_name, &buffer, &capacity);
    if (length < 0) {
      perror(entry->d_name);
      return 2;
    }
    xmlDocPtr document = xmlCtxtReadMemory(context, buffer, (int)length, NULL, NULL, options);
    if (document) well_formed++;
    else broken++;
    xmlFreeDoc(document);
  }
  printf("%ld well-formed, %ld not well-formed\n", well_formed, broken);
  return 0;
}

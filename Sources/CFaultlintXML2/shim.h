// What Swift cannot call by itself in libxml2, and what differs between 2.9.14 and 2.15.

#ifndef FAULTLINT_CLIBXML2_SHIM_H
#define FAULTLINT_CLIBXML2_SHIM_H

// What a newer libxml2 calls deprecated, an older one has nothing else for: no warnings about it.
#define XML_DEPRECATED
#define XML_DEPRECATED_MEMBER

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// Debian's libxml2 is built with ICU, and its header then brings ICU's types along, which clash with those of
// Foundation in any module that sees both. They only end structures that are used through pointers here.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/dict.h>
#include <libxml/encoding.h>
#include <libxml/globals.h>
#include <libxml/parserInternals.h>
#include <libxml/threads.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
#include <libxml/tree.h>
#include <libxml/uri.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <time.h>

// The error argument of the callback became const in 2.12: one spelling for both.
typedef void (*FLStructuredErrorHandler)(void *userData, const xmlError *error);

static inline void fl_sax_set_error_handler(xmlSAXHandler *sax, FLStructuredErrorHandler handler) {
  sax->serror = (xmlStructuredErrorFunc)handler;
}

static inline void fl_schema_set_error_handler(
    xmlSchemaValidCtxtPtr context, FLStructuredErrorHandler handler, void *userData) {
  xmlSchemaSetValidStructuredErrors(context, (xmlStructuredErrorFunc)handler, userData);
}

static inline void fl_schema_parser_set_error_handler(
    xmlSchemaParserCtxtPtr context, FLStructuredErrorHandler handler, void *userData) {
  xmlSchemaSetParserStructuredErrors(context, (xmlStructuredErrorFunc)handler, userData);
}

// A parser input that reads the caller's bytes where they are. They must end in a NUL that is not counted
// and outlive the parse. (The older function is deprecated from 2.14 on, the newer one absent before.)
static inline xmlParserInputPtr fl_input_over(xmlParserCtxtPtr context, const char *bytes, size_t count) {
#if LIBXML_VERSION >= 21400
  (void)context;
  return xmlNewInputFromMemory(
      NULL, bytes, count, XML_INPUT_BUF_STATIC | XML_INPUT_BUF_ZERO_TERMINATED);
#else
  (void)count;
  return xmlNewStringInputStream(context, (const xmlChar *)bytes);
#endif
}

// The same under a name, for schemas that import each other.
static inline xmlParserInputPtr fl_named_input_over(
    xmlParserCtxtPtr context, const char *name, const char *bytes, size_t count) {
  xmlParserInputPtr input = fl_input_over(context, bytes, count);
  if (input != NULL && input->filename == NULL)
    input->filename = (const char *)xmlStrdup((const xmlChar *)name);
  return input;
}

// inputPush was renamed in 2.14.
static inline int fl_push_input(xmlParserCtxtPtr context, xmlParserInputPtr input) {
#if LIBXML_VERSION >= 21400
  return xmlCtxtPushInput(context, input);
#else
  return inputPush(context, input);
#endif
}

// A reset forgets the namespaces of a document that broke off only since 2.10.3.
static inline void fl_reset(xmlParserCtxtPtr context) {
  xmlCtxtReset(context);
#if LIBXML_VERSION < 21100
  context->nsNr = 0;
#endif
}

// Up to 2.12 an ampersand in a namespace name is handed over as `&#38;`, like one in an attribute value.
static inline bool fl_escapes_namespace_names(void) { return LIBXML_VERSION < 21300; }

// The parser's position as a byte offset into its input. `consumed` counts what it has let go of.
static inline size_t fl_offset(xmlParserCtxtPtr context) {
  xmlParserInputPtr input = context->input;
  if (input == NULL) return 0;
  return (size_t)input->consumed + (size_t)(input->cur - input->base);
}

// Up to 2.9 libxml2 refers to these only weakly, and takes itself for unthreaded if one is missing. A static link takes
// from the C library only what is referred to otherwise, so that one used to be, and threads destroyed each other's
// memory. All of them are referred to here, where every executable has them from; volatile, or the compiler would see
// that no address is 0 and leave them out.
static inline bool fl_has_pthreads(void) {
  void (*volatile functions[])(void) = {
      (void (*)(void))pthread_once,         (void (*)(void))pthread_getspecific,
      (void (*)(void))pthread_setspecific,  (void (*)(void))pthread_key_create,
      (void (*)(void))pthread_key_delete,   (void (*)(void))pthread_mutex_init,
      (void (*)(void))pthread_mutex_destroy, (void (*)(void))pthread_mutex_lock,
      (void (*)(void))pthread_mutex_unlock, (void (*)(void))pthread_cond_init,
      (void (*)(void))pthread_cond_destroy, (void (*)(void))pthread_cond_wait,
      (void (*)(void))pthread_cond_signal,  (void (*)(void))pthread_equal,
      (void (*)(void))pthread_self,
  };
  for (size_t index = 0; index < sizeof functions / sizeof functions[0]; index++)
    if (functions[index] == NULL) return false;
  return true;
}

// Whether libxml2 keeps what it knows of one thread from the others: it was built with threads, and, up to 2.11, where
// that depends on the link, it says so now that it runs.
static inline bool fl_has_threads(void) {
  if (!fl_has_pthreads() || !xmlHasFeature(XML_WITH_THREAD)) return false;
#if LIBXML_VERSION < 21200
  return xmlGetGlobalState() != NULL;
#else
  return true;
#endif
}

// Which thread this is; for nothing but comparison.
static inline unsigned long fl_thread(void) { return (unsigned long)pthread_self(); }

// Conversion between encodings that keeps silent: up to 2.12 libxml2 reports bytes it cannot convert to no context but
// the thread's, and thus to standard error.
static inline void fl_ignore_error(void *userData, const xmlError *error) {
  (void)userData;
  (void)error;
}

static inline int fl_convert(
    int (*convert)(xmlCharEncodingHandler *, xmlBufferPtr, xmlBufferPtr), xmlCharEncodingHandler *handler,
    xmlBufferPtr output, xmlBufferPtr input) {
  xmlStructuredErrorFunc previous = xmlStructuredError;
  void *previousContext = xmlStructuredErrorContext;
  xmlSetStructuredErrorFunc(NULL, (xmlStructuredErrorFunc)fl_ignore_error);
  int result = convert(handler, output, input);
  xmlSetStructuredErrorFunc(previousContext, previous);
  return result;
}

// A schema document that is not well-formed makes the parser under the schema parser print what is wrong.
static inline xmlSchemaPtr fl_schema_parse(xmlSchemaParserCtxtPtr parser) {
  xmlStructuredErrorFunc previous = xmlStructuredError;
  void *previousContext = xmlStructuredErrorContext;
  xmlSetStructuredErrorFunc(NULL, (xmlStructuredErrorFunc)fl_ignore_error);
  xmlSchemaPtr schema = xmlSchemaParse(parser);
  xmlSetStructuredErrorFunc(previousContext, previous);
  return schema;
}

static inline int fl_decode(xmlCharEncodingHandler *handler, xmlBufferPtr output, xmlBufferPtr input) {
  return fl_convert(xmlCharEncInFunc, handler, output, input);
}

static inline int fl_encode(xmlCharEncodingHandler *handler, xmlBufferPtr output, xmlBufferPtr input) {
  return fl_convert(xmlCharEncOutFunc, handler, output, input);
}

// XPath whose errors go to a callback of ours: the thread's handler would print them.
static inline void fl_xpath_set_error_handler(
    xmlXPathContextPtr context, FLStructuredErrorHandler handler, void *userData) {
  context->userData = userData;
  context->error = (xmlStructuredErrorFunc)handler;
}

// Ends an evaluation that takes too long: from another thread, for within a step libxml2 asks nobody. A step of its is
// no longer than the document, and before the next it looks at the limit, which is then passed.
typedef struct {
  pthread_t thread;
  pthread_mutex_t mutex;
  pthread_cond_t condition;
  xmlXPathContextPtr context;
  struct timespec end;
  bool isDone;
  bool hasThread;
} FLDeadline;

static inline void *fl_deadline_wait(void *argument) {
  FLDeadline *deadline = (FLDeadline *)argument;
  pthread_mutex_lock(&deadline->mutex);
  int result = 0;
  while (!deadline->isDone && result == 0)
    result = pthread_cond_timedwait(&deadline->condition, &deadline->mutex, &deadline->end);
  if (!deadline->isDone) __atomic_store_n(&deadline->context->opLimit, 1UL, __ATOMIC_RELAXED);
  pthread_mutex_unlock(&deadline->mutex);
  return NULL;
}

static inline FLDeadline *fl_deadline_begin(xmlXPathContextPtr context, int milliseconds) {
  FLDeadline *deadline = (FLDeadline *)calloc(1, sizeof(FLDeadline));
  if (deadline == NULL) return NULL;
  deadline->context = context;
  pthread_mutex_init(&deadline->mutex, NULL);
  pthread_cond_init(&deadline->condition, NULL);
  clock_gettime(CLOCK_REALTIME, &deadline->end);
  deadline->end.tv_sec += milliseconds / 1000;
  deadline->end.tv_nsec += (long)(milliseconds % 1000) * 1000000L;
  if (deadline->end.tv_nsec >= 1000000000L) {
    deadline->end.tv_sec += 1;
    deadline->end.tv_nsec -= 1000000000L;
  }
  deadline->hasThread = pthread_create(&deadline->thread, NULL, fl_deadline_wait, deadline) == 0;
  return deadline;
}

static inline void fl_deadline_end(FLDeadline *deadline) {
  if (deadline == NULL) return;
  pthread_mutex_lock(&deadline->mutex);
  deadline->isDone = true;
  pthread_cond_signal(&deadline->condition);
  pthread_mutex_unlock(&deadline->mutex);
  if (deadline->hasThread) pthread_join(deadline->thread, NULL);
  pthread_cond_destroy(&deadline->condition);
  pthread_mutex_destroy(&deadline->mutex);
  free(deadline);
}

// Macros and mutable global function pointers are out of Swift's reach.
static inline unsigned int fl_sax2_magic(void) { return XML_SAX2_MAGIC; }
static inline void fl_free(void *memory) { xmlFree(memory); }

// The number of the version that runs, as in 20914, which may be another than that of the headers.
static inline const char *fl_version(void) { return xmlParserVersion; }

// memmem is a GNU extension that the Swift importer does not see without _GNU_SOURCE.
static inline const unsigned char *fl_find(
    const unsigned char *bytes, size_t count, const unsigned char *text, size_t length) {
  if (length == 0 || count < length) return NULL;
  const unsigned char *end = bytes + (count - length) + 1;
  while (bytes < end) {
    const unsigned char *hit = (const unsigned char *)memchr(bytes, text[0], (size_t)(end - bytes));
    if (hit == NULL) return NULL;
    if (memcmp(hit, text, length) == 0) return hit;
    bytes = hit + 1;
  }
  return NULL;
}

#endif

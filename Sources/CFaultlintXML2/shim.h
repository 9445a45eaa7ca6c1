// What Swift cannot call by itself in libxml2, and what differs between 2.9.14 and 2.15.

#ifndef FAULTLINT_CLIBXML2_SHIM_H
#define FAULTLINT_CLIBXML2_SHIM_H

// What a newer libxml2 calls deprecated, an older one has nothing else for: no warnings about it.
#define XML_DEPRECATED
#define XML_DEPRECATED_MEMBER

#include <pthread.h>
#include <stdbool.h>
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

static inline int fl_decode(xmlCharEncodingHandler *handler, xmlBufferPtr output, xmlBufferPtr input) {
  return fl_convert(xmlCharEncInFunc, handler, output, input);
}

static inline int fl_encode(xmlCharEncodingHandler *handler, xmlBufferPtr output, xmlBufferPtr input) {
  return fl_convert(xmlCharEncOutFunc, handler, output, input);
}

// Macros and mutable global function pointers are out of Swift's reach.
static inline unsigned int fl_sax2_magic(void) { return XML_SAX2_MAGIC; }
static inline void fl_free(void *memory) { xmlFree(memory); }

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

// Sixteen bytes at once, which Swift 6.3 makes a loop of.

#ifndef CFAULTLINT_OCTETS_H
#define CFAULTLINT_OCTETS_H

#include <stdint.h>
#include <string.h>

#if defined(__aarch64__)
#include <arm_neon.h>
#endif

typedef uint8_t faultlint_octets __attribute__((vector_size(16)));

static inline faultlint_octets faultlint_load(const void *bytes) {
  faultlint_octets octets;
  memcpy(&octets, bytes, sizeof octets);
  return octets;
}

// What is looked for is marked: all its bits are set, those of the others are not. As a number each of the sixteen has so many
// bits, those of the first are the lowest.
#if defined(__aarch64__)
enum { faultlint_mark_bits = 4 };
#else
enum { faultlint_mark_bits = 1 };
#endif

static inline uint64_t faultlint_marks(faultlint_octets marked) {
#if defined(__SSE2__)
  typedef char signs __attribute__((vector_size(16)));
  return (uint16_t)__builtin_ia32_pmovmskb128((signs)marked);
#elif defined(__aarch64__)
  uint8x8_t quarters = vshrn_n_u16(vreinterpretq_u16_u8((uint8x16_t)marked), 4);
  return vget_lane_u64(vreinterpret_u64_u8(quarters), 0);
#else
  uint64_t marks = 0;
  for (int index = 0; index < 16; index++) marks |= (uint64_t)(marked[index] & 1) << index;
  return marks;
#endif
}

static inline long faultlint_first(uint64_t marks) { return __builtin_ctzll(marks) / faultlint_mark_bits; }

// How many come before the first that is marked; 16 if none is.
static inline long faultlint_before(faultlint_octets marked) {
  uint64_t marks = faultlint_marks(marked);
  return marks == 0 ? 16 : faultlint_first(marks);
}

// Marks control characters (below 0x20) and what is not ASCII, which is below zero.
static inline faultlint_octets faultlint_unprintable(faultlint_octets octets) {
  typedef int8_t signed_octets __attribute__((vector_size(16)));
  return (faultlint_octets)((signed_octets)octets < 0x20);
}

// Marks what plain text of a string of JSON ends at: a quote, a backslash or a control character (below 0x20).
static inline faultlint_octets faultlint_ends_of_json(faultlint_octets octets) {
  return (faultlint_octets)((octets == '"') | (octets == '\\') | (octets < 0x20));
}

// The functions below look at the sixteen bytes from an address, and say how many come before the first that is one of those
// looked for; 16 if none is.

/// Up to a quote, a backslash or a control character (below 0x20).
static inline long faultlint_before_end_of_json(const void *bytes) {
  return faultlint_before(faultlint_ends_of_json(faultlint_load(bytes)));
}

/// Up to what may have to be escaped in JSON that goes out: a quote, a backslash, a control character, or what is not ASCII.
static inline long faultlint_before_escape(const void *bytes) {
  faultlint_octets octets = faultlint_load(bytes);
  return faultlint_before((faultlint_octets)((octets == '"') | (octets == '\\') | (octets == 0x7F)) |
                          faultlint_unprintable(octets));
}

/// Up to one of three bytes, a control character, or what is not ASCII.
static inline long faultlint_before_any(const void *bytes, uint8_t first, uint8_t second, uint8_t third) {
  faultlint_octets octets = faultlint_load(bytes);
  return faultlint_before((faultlint_octets)((octets == first) | (octets == second) | (octets == third)) |
                          faultlint_unprintable(octets));
}

/// Copies plain text of a string of JSON, up to where it ends or until fewer than sixteen bytes are left, and says how many
/// bytes that were. Up to sixteen more are written.
static inline long faultlint_copy_plain_json(const uint8_t *bytes, long count, uint8_t *room) {
  long copied = 0;
  while (copied + 16 <= count) {
    faultlint_octets octets = faultlint_load(bytes + copied);
    memcpy(room + copied, &octets, sizeof octets);
    uint64_t marks = faultlint_marks(faultlint_ends_of_json(octets));
    if (marks != 0) return copied + faultlint_first(marks);
    copied += 16;
  }
  return copied;
}

/// What a letter behind a backslash stands for in JSON; 0 for `u` and for what is no escape.
static inline uint8_t faultlint_unescaped_json(uint8_t letter) {
  static const uint8_t unescaped[256] = {
      ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'};
  return unescaped[letter];
}

/// Goes over the string of JSON that an index is in.
///
/// Returns the index of its quote, or of an end of line in it, whichever comes first; `count` if neither does; one more if a
/// backslash at the end escapes what comes next.
static inline long faultlint_end_of_json_string(const uint8_t *bytes, long index, long count) {
  while (index + 16 <= count) {
    faultlint_octets octets = faultlint_load(bytes + index);
    uint64_t marks = faultlint_marks(
        (faultlint_octets)((octets == '"') | (octets == '\\') | (octets == '\n') | (octets == '\r')));
    long skipped = 16;
    while (marks != 0) {
      long place = faultlint_first(marks);
      if (bytes[index + place] != '\\') return index + place;
      // What it escapes is gone over with it.
      if (place + 2 >= 16) {
        skipped = place + 2;
        break;
      }
      marks &= UINT64_MAX << ((place + 2) * faultlint_mark_bits);
    }
    index += skipped;
  }
  while (index < count) {
    uint8_t byte = bytes[index];
    if (byte == '"' || byte == '\n' || byte == '\r') return index;
    index += byte == '\\' ? 2 : 1;
  }
  return index;
}

#endif

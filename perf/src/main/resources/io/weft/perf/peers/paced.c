/*
 * Loaded before libpcap into a switch whose ports are DPDK's net_pcap, it takes the place of some of libpcap's functions:
 *
 *   pcap_next_ex     frames of the capture again and again, each when its time has come, with that time in its last eight bytes
 *   pcap_next        the same, for other versions of DPDK
 *   pcap_dump        notes that time of each frame that is sent
 *   pcap_dump_flush  ends a burst: how long its frames were on their way is counted, and nothing is written
 *
 * In mode 2 the frames bear no time but are of others each time that the capture begins anew: the address that is in 10.0.0.0/8 becomes another one
 * of that network, and the checksums of IPv4 and TCP with it.
 *
 * The queue before a port has no end: what the switch does not fetch in time waits. No thread, no kernel and no other process has a part in
 * it. A file that the environment variable WEFT_PACED names is shared with who measures (Paced.java has the same layout); while its mode is 0,
 * libpcap does its own work. One polling thread at most. C, since it is to run within both switches.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { PORTS = 16, BURST = 1024, STAMP = 8, SUB = 32, BUCKETS = 64 * SUB, LENGTH = 4096 + 8 * BUCKETS };

struct header {
    struct timeval time;
    uint32_t captured;
    uint32_t length;
};

struct shared {
    volatile int64_t mode;       /* 1: paced; 2: the same, each time with other addresses */
    volatile int64_t generation; /* another one: begin anew */
    volatile int64_t interval;   /* picoseconds between two frames of a port; 0: as many as are fetched; negative: none */
    volatile int64_t given;
    volatile int64_t sent;
    int64_t unused[507];
    volatile int64_t delays[BUCKETS]; /* by bucket(): frames */
};

struct frame {
    struct header header;
    uint8_t *bytes;
};

struct port {
    void *capture;
    struct frame *frames;
    int64_t count, next, generation, begin, given, due;
};

static struct shared *shared;
static struct port ports[PORTS];
static int port_count;
static int64_t stamps[BURST];
static int stamp_count;
static int (*real_next_ex)(void *, struct header **, const uint8_t **);
static const uint8_t *(*real_next)(void *, struct header *);
static void (*real_dump)(uint8_t *, const struct header *, const uint8_t *);
static int (*real_flush)(void *);

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("WEFT_PACED");
    int file = name == NULL ? -1 : open(name, O_RDWR | O_CLOEXEC);
    if (file >= 0) {
        void *memory = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        shared = memory == MAP_FAILED ? NULL : memory;
        close(file);
    }
}

static void *libpcap(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL) { /* a library that was opened for itself is not next */
        void *library = dlopen("libpcap.so.0.8", RTLD_NOW);
        found = library == NULL ? NULL : dlsym(library, name);
    }
    if (found == NULL) {
        abort();
    }
    return found;
}

static int is_paced(void) {
    return shared != NULL && shared->mode != 0;
}

static int is_stamped(void) {
    return shared->mode == 1;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static const uint8_t *original_next(void *capture, struct header *header) {
    if (real_next == NULL) {
        real_next = libpcap("pcap_next");
    }
    return real_next(capture, header);
}

static struct port *port_of(void *capture) {
    for (int i = 0; i < port_count; i++) {
        if (ports[i].capture == capture) {
            return &ports[i];
        }
    }
    if (port_count == PORTS) {
        abort();
    }
    struct port *port = &ports[port_count++];
    port->capture = capture;
    struct header header;
    for (const uint8_t *bytes = original_next(capture, &header); bytes != NULL; bytes = original_next(capture, &header)) {
        port->frames = realloc(port->frames, (port->count + 1) * sizeof(struct frame));
        struct frame *frame = &port->frames[port->count++];
        frame->header = header;
        frame->bytes = malloc(header.captured);
        memcpy(frame->bytes, bytes, header.captured);
    }
    return port;
}

/* Whether a frame has arrived; its time is written. */
static int has_arrived(struct port *port, int64_t *arrival) {
    int64_t interval = shared->interval;
    if (port->generation != shared->generation) {
        port->generation = shared->generation;
        port->begin = now();
        port->given = port->due = 0;
    }
    if (interval <= 0) {
        *arrival = 0;
        return interval == 0;
    }
    if (port->given >= port->due) {
        port->due = (now() - port->begin) * 1000 / interval;
        if (port->given >= port->due) {
            return 0;
        }
    }
    *arrival = port->begin + ++port->given * interval / 1000;
    return 1;
}

enum { NETWORK = 10, PROTOCOL = 23, IP_SUM = 24, SOURCE = 26, DESTINATION = 30, TCP = 6, TCP_SUM = 50, SHORTEST = 54, HOSTS = 0xFFFFFF };

static void mend(uint8_t *sum, uint32_t from, uint32_t to) {
    uint32_t all = (uint16_t) ~(sum[0] << 8 | sum[1]);
    all += (uint16_t) ~(from >> 16) + (uint16_t) ~from + (to >> 16) + (to & 0xFFFF);
    all = (all >> 16) + (all & 0xFFFF);
    all = ~((all >> 16) + all);
    sum[0] = all >> 8;
    sum[1] = all;
}

/* Gives the client of a frame another address: each of 2^24 in turn, scattered. */
static void change(struct frame *frame) {
    uint8_t *bytes = frame->bytes;
    if (frame->header.captured < SHORTEST) {
        return;
    }
    uint8_t *address = bytes + (bytes[SOURCE] == NETWORK ? SOURCE : DESTINATION);
    uint32_t from = address[0] << 24 | address[1] << 16 | address[2] << 8 | address[3];
    uint32_t to = (from & ~HOSTS) | ((from + 0x9E3779B1u) & HOSTS);
    address[1] = to >> 16;
    address[2] = to >> 8;
    address[3] = to;
    mend(bytes + IP_SUM, from, to);
    if (bytes[PROTOCOL] == TCP) {
        mend(bytes + TCP_SUM, from, to);
    }
}

static struct frame *next(void *capture) {
    struct port *port = port_of(capture);
    int64_t arrival;
    if (port->count == 0 || !has_arrived(port, &arrival)) {
        return NULL;
    }
    struct frame *frame = &port->frames[port->next];
    port->next = port->next + 1 == port->count ? 0 : port->next + 1;
    if (is_stamped()) {
        memcpy(frame->bytes + frame->header.captured - STAMP, &arrival, STAMP);
    } else {
        change(frame);
    }
    shared->given++;
    return frame;
}

const uint8_t *pcap_next(void *capture, struct header *header) {
    if (!is_paced()) {
        return original_next(capture, header);
    }
    struct frame *frame = next(capture);
    if (frame == NULL) {
        return NULL;
    }
    *header = frame->header;
    return frame->bytes;
}

int pcap_next_ex(void *capture, struct header **header, const uint8_t **bytes) {
    if (!is_paced()) {
        if (real_next_ex == NULL) {
            real_next_ex = libpcap("pcap_next_ex");
        }
        return real_next_ex(capture, header, bytes);
    }
    struct frame *frame = next(capture);
    if (frame == NULL) {
        return 0; /* as when time is over */
    }
    *header = &frame->header;
    *bytes = frame->bytes;
    return 1;
}

/* Below 32 each nanosecond has a bucket; above, each power of two has 32. */
static int bucket(int64_t ns) {
    if (ns < SUB) {
        return ns < 0 ? 0 : (int) ns;
    }
    int power = 63 - __builtin_clzll(ns);
    return (power - 4) * SUB + (int) (ns >> (power - 5) & (SUB - 1));
}

static void end_of_burst(void) {
    int64_t end = now();
    for (int i = 0; i < stamp_count; i++) {
        if (stamps[i] != 0) {
            shared->delays[bucket(end - stamps[i])]++;
        }
    }
    stamp_count = 0;
}

void pcap_dump(uint8_t *file, const struct header *header, const uint8_t *bytes) {
    if (!is_paced()) {
        if (real_dump == NULL) {
            real_dump = libpcap("pcap_dump");
        }
        real_dump(file, header, bytes);
        return;
    }
    shared->sent++;
    if (is_stamped()) {
        memcpy(&stamps[stamp_count++], bytes + header->captured - STAMP, STAMP);
    }
    if (stamp_count == BURST) {
        end_of_burst();
    }
}

int pcap_dump_flush(void *file) {
    if (!is_paced()) {
        if (real_flush == NULL) {
            real_flush = libpcap("pcap_dump_flush");
        }
        return real_flush(file);
    }
    end_of_burst();
    return 0;
}

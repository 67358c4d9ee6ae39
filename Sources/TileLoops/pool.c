// Threads that wait for work. They are made once, for a thread costs more than a small pass.
#include <pthread.h>
#include <signal.h>

#include "loops.h"

enum { MOST_THREADS = 64 };

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t is_work = PTHREAD_COND_INITIALIZER;
static pthread_cond_t is_done = PTHREAD_COND_INITIALIZER;

static struct {
  void (*work)(void *context, int64_t piece, int64_t thread);
  void *context;
  int64_t pieces, next, helpers, busy;
  uint64_t round;
} job;

// A thread that went to sleep is up again only after as long as a small pass takes. The next pass comes soon after the
// one before, so whoever waits looks a while first: some tens of microseconds.
enum { LOOKS = 1500 };

static void look_again(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static int64_t made;
// The round before which each was made: it is asked for the next one, however late it comes.
static uint64_t made_before[MOST_THREADS];

static void take_pieces(int64_t thread) {
  for (;;) {
    int64_t piece = __atomic_fetch_add(&job.next, 1, __ATOMIC_RELAXED);
    if (piece >= job.pieces) return;
    job.work(job.context, piece, thread);
  }
}

static void *help(void *number) {
  int64_t own = (int64_t)(intptr_t)number;
  uint64_t seen = made_before[own];
  pthread_mutex_lock(&lock);
  for (;;) {
    pthread_mutex_unlock(&lock);
    for (int look = 0; look < LOOKS && __atomic_load_n(&job.round, __ATOMIC_RELAXED) == seen; look++) look_again();
    pthread_mutex_lock(&lock);
    while (job.round == seen || own > job.helpers) {
      seen = job.round;
      pthread_cond_wait(&is_work, &lock);
    }
    seen = job.round;
    pthread_mutex_unlock(&lock);
    take_pieces(own);
    pthread_mutex_lock(&lock);
    if (__atomic_sub_fetch(&job.busy, 1, __ATOMIC_RELAXED) == 0) pthread_cond_signal(&is_done);
  }
  return 0;
}

// Makes helpers up to a number; how many there are then.
static int64_t helpers(int64_t wanted) {
  if (wanted >= MOST_THREADS) wanted = MOST_THREADS - 1;
  // Signals are for the thread that has the terminal.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (made < wanted) {
    pthread_t thread;
    made_before[made + 1] = job.round;
    if (pthread_create(&thread, 0, help, (void *)(intptr_t)(made + 1))) break;
    pthread_detach(thread);
    made++;
  }
  pthread_sigmask(SIG_SETMASK, &before, 0);
  return made < wanted ? made : wanted;
}

void tile_share(void (*work)(void *context, int64_t piece, int64_t thread), void *context, int64_t pieces,
                int64_t threads) {
  if (threads > pieces) threads = pieces;
  if (threads <= 1) {
    for (int64_t piece = 0; piece < pieces; piece++) work(context, piece, 0);
    return;
  }
  pthread_mutex_lock(&one_at_a_time);
  int64_t own = helpers(threads - 1);
  pthread_mutex_lock(&lock);
  job.work = work;
  job.context = context;
  job.pieces = pieces;
  job.next = 0;
  job.helpers = own;
  job.busy = own;
  __atomic_store_n(&job.round, job.round + 1, __ATOMIC_RELAXED);
  pthread_cond_broadcast(&is_work);
  pthread_mutex_unlock(&lock);
  take_pieces(0);
  for (int look = 0; look < LOOKS && __atomic_load_n(&job.busy, __ATOMIC_RELAXED) > 0; look++) look_again();
  pthread_mutex_lock(&lock);
  while (job.busy > 0) pthread_cond_wait(&is_done, &lock);
  pthread_mutex_unlock(&lock);
  pthread_mutex_unlock(&one_at_a_time);
}

// The hand-written limit in C++: every workload on std::priority_queue, first-in first-out among equal times, without
// a check. `limit WORKLOAD SIZE DRAWS_FILE` prints one JSON line. Frozen: a yardstick, not a place for tuning.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <queue>
#include <string>
#include <unistd.h>
#include <vector>

static std::vector<double> draws(1 << 20);
static const int64_t MASK = (1 << 20) - 1;

struct Entry {
  double time;
  uint64_t sequence;
  int64_t payload;
};
struct Later {
  bool operator()(const Entry& a, const Entry& b) const {
    return a.time > b.time || (a.time == b.time && a.sequence > b.sequence);
  }
};
struct EventList {
  std::priority_queue<Entry, std::vector<Entry>, Later> queue;
  uint64_t sequence = 0;
  void push(double time, int64_t payload) { queue.push(Entry{time, sequence++, payload}); }
  Entry pop() {
    Entry top = queue.top();
    queue.pop();
    return top;
  }
};

struct Stopwatch {
  std::chrono::steady_clock::time_point started;
  int64_t started_cpu = 0;
  int64_t ns = 0;
  int64_t cpu_ns = 0;
  static int64_t cpu_now() {
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
  }
  void start() {
    started_cpu = cpu_now();
    started = std::chrono::steady_clock::now();
  }
  void stop() {
    ns = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - started).count();
    cpu_ns = cpu_now() - started_cpu;
  }
};

static std::string hex(double x) {
  uint64_t bits;
  std::memcpy(&bits, &x, 8);
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", (unsigned long long)bits);
  return text;
}
static std::string digest_of(std::initializer_list<int64_t> integers, std::initializer_list<double> doubles) {
  std::string out;
  for (int64_t i : integers) out += (out.empty() ? "" : ":") + std::to_string(i);
  for (double d : doubles) out += ":" + hex(d);
  return out;
}
static void report(const Stopwatch& watch, int64_t events, const std::string& digest) {
  std::printf("{\"ns\":%lld,\"cpuNs\":%lld,\"events\":%lld,\"digest\":\"%s\"}\n", (long long)watch.ns,
              (long long)watch.cpu_ns, (long long)events, digest.c_str());
}

static void hold(int64_t pending, int64_t events) {
  EventList list;
  for (int64_t i = 0; i < pending; i += 1) list.push(draws[i & MASK], i);
  int64_t k = pending;
  double checksum = 0;
  Stopwatch watch;
  watch.start();
  for (int64_t n = 0; n < events; n += 1) {
    Entry e = list.pop();
    checksum += e.time;
    list.push(e.time + draws[k++ & MASK], e.payload);
  }
  watch.stop();
  report(watch, events, digest_of({events}, {checksum}));
}

static void mm1(int64_t customers) {
  Stopwatch watch;
  watch.start();
  EventList list;
  std::vector<double> queue(1 << 16);
  int64_t head = 0, tail = 0, arrived = 0, started = 0, served = 0;
  bool busy = false;
  double waited = 0, now = 0;
  list.push(1.25 * draws[0], 0);
  while (served < customers) {
    Entry e = list.pop();
    now = e.time;
    if (e.payload == 0) {
      arrived += 1;
      if (arrived < customers) list.push(now + 1.25 * draws[(2 * arrived) & MASK], 0);
      if (busy) {
        queue[tail++ & 65535] = now;
      } else {
        busy = true;
        list.push(now + draws[(2 * started++ + 1) & MASK], 1);
      }
    } else {
      served += 1;
      if (head == tail) {
        busy = false;
      } else {
        waited += now - queue[head++ & 65535];
        list.push(now + draws[(2 * started++ + 1) & MASK], 1);
      }
    }
  }
  watch.stop();
  report(watch, 2 * customers, digest_of({served}, {waited, now}));
}

static void machine_shop(double minutes) {
  Stopwatch watch;
  watch.start();
  const int machines = 10, REPAIR = 20, JOB = 21;
  EventList list;
  int64_t version[22] = {0};
  int64_t drawn[32] = {0};
  auto next = [&](int row) { return draws[(row << 15) + (drawn[row]++ & 32767)]; };
  double remaining[10], since[10] = {0};
  bool broken[10] = {false};
  int waiting[16];
  int64_t head = 0, tail = 0, parts = 0, failures = 0, repairs = 0, jobs = 0, preemptions = 0;
  int repairing = -1;
  double job_remaining = 30 * next(31), job_since = 0, part_times = 0, job_times = 0;
  auto schedule = [&](double time, int id) { list.push(time, (version[id] << 5) | id); };
  for (int m = 0; m < machines; m += 1) {
    remaining[m] = 5 + 5 * next(m);
    schedule(remaining[m], m);
    schedule(60 * next(16 + m), machines + m);
  }
  schedule(job_remaining, JOB);
  for (;;) {
    Entry e = list.pop();
    const double now = e.time;
    if (now > minutes) break;
    const int id = e.payload & 31;
    if (e.payload >> 5 != version[id]) continue;
    if (id < machines) {
      parts += 1;
      part_times += now;
      remaining[id] = 5 + 5 * next(id);
      since[id] = now;
      schedule(now + remaining[id], id);
    } else if (id < REPAIR) {
      const int m = id - machines;
      failures += 1;
      if (!broken[m]) {
        broken[m] = true;
        remaining[m] -= now - since[m];
        version[m] += 1;
        if (repairing >= 0) {
          waiting[tail++ & 15] = m;
        } else {
          job_remaining -= now - job_since;
          version[JOB] += 1;
          preemptions += 1;
          repairing = m;
          schedule(now + 5 * next(m), REPAIR);
        }
      }
      schedule(now + 60 * next(16 + m), id);
    } else if (id == REPAIR) {
      const int m = repairing;
      repairs += 1;
      broken[m] = false;
      since[m] = now;
      schedule(now + remaining[m], m);
      if (head == tail) {
        repairing = -1;
        job_since = now;
        schedule(now + job_remaining, JOB);
      } else {
        repairing = waiting[head++ & 15];
        schedule(now + 5 * next(repairing), REPAIR);
      }
    } else {
      jobs += 1;
      job_times += now;
      job_remaining = 30 * next(31);
      job_since = now;
      schedule(now + job_remaining, JOB);
    }
  }
  watch.stop();
  report(watch, parts + failures + repairs + jobs,
         digest_of({parts, failures, repairs, jobs, preemptions}, {part_times, job_times}));
}

static void programme(size_t years) {
  Stopwatch watch;
  watch.start();
  const int people = 13000, enterprises = 300, popular = 50, places = 45, OBSERVER = people;
  enum State : uint8_t { ASK, WAITING, PLACED };
  struct Person {
    State state = ASK;
    int32_t version = 0, drawn = 0, at = 0, before = -1, after = -1;
    double asked = 0, remaining = 0, step = 0;
  };
  struct Enterprise {
    int32_t free = places, first = -1, last = -1;
  };
  EventList list;
  std::vector<Person> person(people);
  std::vector<Enterprise> enterprise(enterprises);
  std::vector<int64_t> in_use_by_year;
  int64_t in_use = 0, placed = 0, reneged = 0, reviews = 0, left = 0;
  double waited = 0, checksum = 0;
  auto next = [&](int p) { return draws[p * 80 + person[p].drawn++ % 80]; };
  auto wake = [&](double time, int p) { list.push(time, ((int64_t)person[p].version << 14) | p); };
  auto place = [&](int p, double now) {
    Person& it = person[p];
    waited += now - it.asked;
    placed += 1;
    in_use += 1;
    it.state = PLACED;
    const double stay = 1 * next(p);
    const double exit = 2 * next(p);
    it.remaining = stay < exit ? stay : exit;
    it.step = 0.5 * next(p);
    wake(now + (it.step < it.remaining ? it.step : it.remaining), p);
  };
  auto ask = [&](int p, double now) {
    Person& it = person[p];
    int e = (int)std::floor(next(p) * 1048576) % (enterprises + popular);
    if (e >= enterprises) e -= enterprises;
    const double patience = 0.25 * next(p);
    it.at = e;
    it.asked = now;
    Enterprise& host = enterprise[e];
    if (host.free > 0) {
      host.free -= 1;
      place(p, now);
      return;
    }
    it.state = WAITING;
    it.before = host.last;
    it.after = -1;
    if (host.last < 0) host.first = p;
    else person[host.last].after = p;
    host.last = p;
    wake(now + patience, p);
  };
  for (int p = 0; p < people; p += 1) ask(p, 0);
  list.push(0.5, OBSERVER);
  while (in_use_by_year.size() < years) {
    Entry entry = list.pop();
    const double now = entry.time;
    const int p = entry.payload & 16383;
    if (p == OBSERVER) {
      in_use_by_year.push_back(in_use);
      list.push(now + 1, OBSERVER);
      continue;
    }
    Person& it = person[p];
    if (entry.payload >> 14 != it.version) continue;
    if (it.state == PLACED) {
      if (it.step < it.remaining) {
        reviews += 1;
        it.remaining -= it.step;
        it.step = 0.5;
        wake(now + (it.step < it.remaining ? it.step : it.remaining), p);
        continue;
      }
      left += 1;
      checksum += now;
      in_use -= 1;
      it.state = ASK;
      wake(now + 0.02 * next(p), p);
      Enterprise& host = enterprise[it.at];
      const int q = host.first;
      if (q < 0) {
        host.free += 1;
      } else {
        host.first = person[q].after;
        if (host.first < 0) host.last = -1;
        else person[host.first].before = -1;
        person[q].version += 1;
        place(q, now);
      }
    } else if (it.state == WAITING) {
      Enterprise& host = enterprise[it.at];
      reneged += 1;
      if (it.before < 0) host.first = it.after;
      else person[it.before].after = it.after;
      if (it.after < 0) host.last = it.before;
      else person[it.after].before = it.before;
      it.state = ASK;
      wake(now + 0.1 * next(p), p);
    } else {
      ask(p, now);
    }
  }
  watch.stop();
  std::string digest = digest_of({placed, reneged, reviews, left}, {});
  for (int64_t n : in_use_by_year) digest += ":" + std::to_string(n);
  report(watch, placed + reneged + reviews + left, digest + ":" + hex(waited) + ":" + hex(checksum));
}

static void cancel_storm(int64_t events) {
  const int timers = 10000;
  EventList list;
  std::vector<int64_t> version(timers, 0);
  auto arm = [&](double time, int64_t j) { list.push(time, (version[j] << 14) | j); };
  for (int j = 0; j < timers; j += 1) arm(draws[j], j);
  int64_t k = timers;
  double checksum = 0;
  Stopwatch watch;
  watch.start();
  for (int64_t n = 0; n < events;) {
    Entry e = list.pop();
    const int64_t i = e.payload & 16383;
    if (e.payload >> 14 != version[i]) continue;
    n += 1;
    checksum += e.time;
    arm(e.time + draws[k++ & MASK], i);
    for (int c = 0; c < 4; c += 1) {
      const int64_t j = (int64_t)std::floor(draws[k++ & MASK] * 1048576) % timers;
      version[j] += 1;
      arm(e.time + draws[k++ & MASK], j);
    }
  }
  watch.stop();
  report(watch, events, digest_of({events}, {checksum}));
}

static void creation(int64_t processes) {
  Stopwatch watch;
  watch.start();
  EventList list;
  int64_t spawned = 0, ended = 0;
  double checksum = 0;
  list.push(0, 0);
  while (ended < processes) {
    Entry e = list.pop();
    if (e.payload == 0) {
      list.push(e.time + draws[(2 * spawned + 1) & MASK], 1);
      const double gap = 0.01 * draws[(2 * spawned) & MASK];
      spawned += 1;
      if (spawned < processes) list.push(e.time + gap, 0);
    } else {
      ended += 1;
      checksum += e.time;
    }
  }
  watch.stop();
  report(watch, 2 * processes, digest_of({ended}, {checksum}));
}

static long resident_bytes() {
  long size = 0, resident = 0;
  FILE* f = std::fopen("/proc/self/statm", "r");
  if (f != nullptr) {
    if (std::fscanf(f, "%ld %ld", &size, &resident) != 2) resident = 0;
    std::fclose(f);
  }
  return resident * sysconf(_SC_PAGESIZE);
}

static void memory(int64_t entities) {
  const long before = resident_bytes();
  EventList list;
  for (int64_t i = 0; i < entities; i += 1) list.push(1 + draws[i & MASK], i);
  std::printf("{\"ns\":0,\"events\":%zu,\"digest\":\"%lld\",\"bytes\":%ld}\n", list.queue.size(), (long long)entities,
              resident_bytes() - before);
}

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const std::string workload = argv[1];
  const int64_t size = std::atoll(argv[2]);
  FILE* f = std::fopen(argv[3], "rb");
  if (f == nullptr || std::fread(draws.data(), 8, draws.size(), f) != draws.size()) return 3;
  std::fclose(f);
  if (workload == "hold-1e3") hold(1000, size);
  else if (workload == "hold-1e5") hold(100000, size);
  else if (workload == "hold-1e6") hold(1000000, size);
  else if (workload == "mm1") mm1(size);
  else if (workload == "machine-shop") machine_shop((double)size);
  else if (workload == "programme") programme((size_t)size);
  else if (workload == "cancel-storm") cancel_storm(size);
  else if (workload == "creation") creation(size);
  else if (workload == "memory") memory(size);
  else std::printf("{\"unsupported\":true}\n");
  return 0;
}

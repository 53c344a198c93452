"""Every workload in SimPy, as its users write it: processes, timeouts, resources, interrupts.

`simpy_variant.py WORKLOAD SIZE DRAWS_FILE` prints one JSON line. Needs SimPy 3 or later.
"""
import array
import gc
import json
import os
import struct
import sys
import time

import simpy

MASK = (1 << 20) - 1


def load_draws(path):
    table = array.array("d")
    with open(path, "rb") as file:
        table.fromfile(file, 1 << 20)
    return table.tolist()


def hex_of(x):
    return struct.pack(">d", x).hex()


class Stopwatch:
    ns = 0
    cpu_ns = 0

    def start(self):
        self.started_cpu = time.process_time_ns()
        self.started = time.perf_counter_ns()

    def stop(self):
        self.ns = time.perf_counter_ns() - self.started
        self.cpu_ns = time.process_time_ns() - self.started_cpu


def hold(pending):
    def run(draws, events, watch):
        env = simpy.Environment()
        done = env.event()
        k = 0
        count = 0
        checksum = 0.0

        def timer():
            nonlocal k, count, checksum
            while True:
                delay = draws[k & MASK]
                k += 1
                yield env.timeout(delay)
                if count == events:
                    return
                checksum += env.now
                count += 1
                if count == events:
                    done.succeed()

        for _ in range(pending):
            env.process(timer())
        env.run(until=1e-12)
        watch.start()
        env.run(until=done)
        watch.stop()
        return events, "%d:%s" % (count, hex_of(checksum))

    return run


def mm1(draws, customers, watch):
    watch.start()
    env = simpy.Environment()
    server = simpy.Resource(env, capacity=1)
    waited = 0.0
    served = 0

    def customer(i):
        nonlocal waited, served
        arrived = env.now
        with server.request() as request:
            yield request
            waited += env.now - arrived
            yield env.timeout(draws[(2 * i + 1) & MASK])
        served += 1

    def source():
        for i in range(customers):
            yield env.timeout(1.25 * draws[(2 * i) & MASK])
            env.process(customer(i))

    env.process(source())
    env.run()
    watch.stop()
    return 2 * customers, "%d:%s:%s" % (served, hex_of(waited), hex_of(env.now))


def machine_shop(draws, minutes, watch):
    watch.start()
    env = simpy.Environment()
    repairman = simpy.PreemptiveResource(env, capacity=1)
    drawn = [0] * 32
    parts = failures = repairs = jobs = preemptions = 0
    part_times = job_times = 0.0

    def draw(row):
        k = drawn[row]
        drawn[row] = k + 1
        return draws[(row << 15) + (k & 32767)]

    class Machine:
        def __init__(self, m):
            self.m = m
            self.broken = False
            self.process = env.process(self.working())
            env.process(self.failing())

        def working(self):
            nonlocal parts, part_times, repairs
            while True:
                remaining = 5 + 5 * draw(self.m)
                while remaining:
                    since = env.now
                    try:
                        yield env.timeout(remaining)
                        remaining = 0
                    except simpy.Interrupt:
                        self.broken = True
                        remaining -= env.now - since
                        with repairman.request(priority=1) as request:
                            yield request
                            yield env.timeout(5 * draw(self.m))
                        repairs += 1
                        self.broken = False
                parts += 1
                part_times += env.now

        def failing(self):
            nonlocal failures
            while True:
                yield env.timeout(60 * draw(16 + self.m))
                failures += 1
                if not self.broken:
                    self.process.interrupt()

    def other_jobs():
        nonlocal jobs, job_times, preemptions
        while True:
            remaining = 30 * draw(31)
            while remaining:
                with repairman.request(priority=2) as request:
                    yield request
                    since = env.now
                    try:
                        yield env.timeout(remaining)
                        remaining = 0
                    except simpy.Interrupt:
                        preemptions += 1
                        remaining -= env.now - since
            jobs += 1
            job_times += env.now

    for m in range(10):
        Machine(m)
    env.process(other_jobs())
    env.run(until=minutes)
    watch.stop()
    counts = (parts, failures, repairs, jobs, preemptions)
    return parts + failures + repairs + jobs, ":".join(map(str, counts)) + ":%s:%s" % (hex_of(part_times), hex_of(job_times))


def programme(draws, years, watch):
    watch.start()
    env = simpy.Environment()
    people, enterprises, popular, places = 13000, 300, 50, 45
    enterprise = [simpy.Resource(env, capacity=places) for _ in range(enterprises)]
    in_use = placed = reneged = reviews = left = 0
    in_use_by_year = []
    waited = checksum = 0.0
    done = env.event()

    def person(p):
        nonlocal in_use, placed, reneged, reviews, left, waited, checksum
        base = p * 80
        k = 0
        while True:
            e = int(draws[base + k % 80] * 1048576) % (enterprises + popular)
            if e >= enterprises:
                e -= enterprises
            patience = 0.25 * draws[base + (k + 1) % 80]
            k += 2
            asked = env.now
            with enterprise[e].request() as request:
                result = yield request | env.timeout(patience)
                if request not in result:
                    reneged += 1
                    away = 0.1 * draws[base + k % 80]
                    k += 1
                else:
                    waited += env.now - asked
                    placed += 1
                    in_use += 1
                    remaining = min(1 * draws[base + k % 80], 2 * draws[base + (k + 1) % 80])
                    step = 0.5 * draws[base + (k + 2) % 80]
                    k += 3
                    while step < remaining:
                        yield env.timeout(step)
                        reviews += 1
                        remaining -= step
                        step = 0.5
                    yield env.timeout(remaining)
                    left += 1
                    checksum += env.now
                    in_use -= 1
                    away = 0.02 * draws[base + k % 80]
                    k += 1
            yield env.timeout(away)

    def observer():
        yield env.timeout(0.5)
        for year in range(years):
            in_use_by_year.append(in_use)
            if year + 1 < years:
                yield env.timeout(1)
        done.succeed()

    for p in range(people):
        env.process(person(p))
    env.process(observer())
    env.run(until=done)
    watch.stop()
    counts = [placed, reneged, reviews, left] + in_use_by_year
    return placed + reneged + reviews + left, ":".join(map(str, counts)) + ":%s:%s" % (hex_of(waited), hex_of(checksum))


def cancel_storm(draws, events, watch):
    # A timeout cannot be withdrawn in SimPy: a timer is a process, and re-arming one is an interrupt.
    env = simpy.Environment()
    timers = 10000
    done = env.event()
    k = timers
    count = 0
    checksum = 0.0
    process = []

    def timer(j):
        nonlocal k, count, checksum
        delay = draws[j]
        while True:
            try:
                yield env.timeout(delay)
            except simpy.Interrupt as interrupt:
                delay = interrupt.cause
                continue
            if count == events:
                return
            count += 1
            checksum += env.now
            delay = draws[k & MASK]
            k += 1
            for _ in range(4):
                other = int(draws[k & MASK] * 1048576) % timers
                rearmed = draws[(k + 1) & MASK]
                k += 2
                if other == j:
                    delay = rearmed
                else:
                    process[other].interrupt(rearmed)
            if count == events:
                done.succeed()

    for j in range(timers):
        process.append(env.process(timer(j)))
    env.run(until=1e-12)
    watch.start()
    env.run(until=done)
    watch.stop()
    return events, "%d:%s" % (count, hex_of(checksum))


def creation(draws, processes, watch):
    watch.start()
    env = simpy.Environment()
    ended = 0
    checksum = 0.0

    def child(i):
        nonlocal ended, checksum
        yield env.timeout(draws[(2 * i + 1) & MASK])
        ended += 1
        checksum += env.now

    def spawner():
        for i in range(processes):
            env.process(child(i))
            yield env.timeout(0.01 * draws[(2 * i) & MASK])

    env.process(spawner())
    env.run()
    watch.stop()
    return 2 * processes, "%d:%s" % (ended, hex_of(checksum))


def resident_bytes():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def memory(draws, entities, watch):
    env = simpy.Environment()

    def waiter(i):
        yield env.timeout(1 + draws[i & MASK])

    gc.collect()
    before = resident_bytes()
    for i in range(entities):
        env.process(waiter(i))
    env.run(until=0.5)
    gc.collect()
    watch.bytes = resident_bytes() - before
    return len(env._queue), str(entities)


WORKLOADS = {
    "hold-1e3": hold(1000),
    "hold-1e5": hold(100000),
    "hold-1e6": hold(1000000),
    "mm1": mm1,
    "machine-shop": machine_shop,
    "programme": programme,
    "cancel-storm": cancel_storm,
    "creation": creation,
    "memory": memory,
}


def main():
    workload, size, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    if workload not in WORKLOADS:
        print(json.dumps({"unsupported": True}))
        return
    watch = Stopwatch()
    events, digest = WORKLOADS[workload](load_draws(path), size, watch)
    result = {"ns": watch.ns, "cpuNs": watch.cpu_ns, "events": events, "digest": digest}
    if hasattr(watch, "bytes"):
        result["bytes"] = watch.bytes
    print(json.dumps(result))


main()

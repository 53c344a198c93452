import simpy

seed = 1


def uniform():
    global seed
    seed = seed * 16807 % 2147483647
    return seed / 2147483647


env = simpy.Environment()
counter = simpy.Resource(env, capacity=1)
waits = []


def customer():
    arrived = env.now
    with counter.request() as request:
        yield request
        waits.append(env.now - arrived)
        yield env.timeout(8 * uniform())


def door():
    for _ in range(10000):
        yield env.timeout(10 * uniform())
        env.process(customer())


env.process(door())
env.run()
print(f"{len(waits)} customers waited {sum(waits) / len(waits):.6f} minutes on average")

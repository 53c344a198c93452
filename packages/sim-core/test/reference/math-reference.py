"""True values of mathematical functions by mpmath, for test/theory/math-accuracy.test.ts.

Run: python3 math-reference.py > math-reference.txt   (needs mpmath 1.3; scipy only for starting values)
Each line: function, arguments as bits in hexadecimal, the nearest double as bits, and how far above it the true value lies, in
thousandths of its unit in the last place.
"""
import math
import random
import struct
import mpmath
from mpmath import mp, mpf

random.seed(20240101)
COUNT = 100


def bits(x):
    return struct.pack(">d", x).hex()


def from_bits(n):
    return struct.unpack(">d", n.to_bytes(8, "big"))[0]


def unit(y):
    y = abs(y)
    return mpf(2) ** -1074 if y < 2.0**-1022 else mpf(2) ** (mpmath.frexp(mpf(y))[1] - 53)


def nearest(t):
    """The double nearest to an mpf, also among the subnormals."""
    if abs(t) < mpf(2) ** -1022:
        return math.copysign(float(mpmath.nint(abs(t) * mpf(2) ** 1074)) * 2.0**-1074, 1 if t > 0 else -1)
    return float(t)


def emit(name, function, argument_lists):
    for arguments in argument_lists:
        mp.prec = 1300 if name in ("sin", "cos", "tan") else 250
        t = function(*[mpf(x) for x in arguments])
        if abs(t) >= mpf(2) ** 1024 or t == 0:
            continue
        hi = nearest(t)
        rest = int(mpmath.nint((t - mpf(hi)) / unit(hi) * 1000))
        print(name, ",".join(bits(x) for x in arguments), bits(hi), rest)


def one(generator, count=COUNT):
    return [(generator(),) for _ in range(count)]


def flat(a, b):
    return lambda: random.uniform(a, b)


def scale(a, b, signed=False):
    """Uniform over binary exponents from a to b."""
    return lambda: 2.0 ** random.uniform(a, b) * (random.choice((-1, 1)) if signed else 1)


def any_positive():
    return from_bits(random.randrange(1, 0x7FF << 52))


def subnormal():
    return from_bits(random.randrange(1, 1 << 52))


emit("exp", mpmath.exp, one(flat(-1, 1)) + one(flat(-745, 709.7)) + one(flat(-745.1, -705)) + one(scale(-60, 9, True)))
emit("expm1", mpmath.expm1, one(flat(-1, 1)) + one(flat(-0.02, 0.02)) + one(flat(-50, 709.7)) + one(scale(-70, 5, True)))
emit("log", mpmath.log, one(flat(0.5, 2)) + one(flat(0.98, 1.02)) + one(any_positive) + one(subnormal))
emit("log2", lambda x: mpmath.log(x) / mpmath.log(2), one(flat(0.5, 2)) + one(any_positive) + one(subnormal))
emit("log10", lambda x: mpmath.log(x) / mpmath.log(10), one(flat(0.5, 2)) + one(any_positive) + one(subnormal))
emit("log1p", mpmath.log1p, one(flat(-1, 1)) + one(flat(-0.02, 0.02)) + one(scale(-70, 1000)) + one(lambda: -scale(-70, 0)()))
emit("pow", mpmath.power, [(flat(0, 10)(), flat(-10, 10)()) for _ in range(COUNT)]
     + [(flat(0.9, 1.1)(), flat(-5000, 5000)()) for _ in range(COUNT)]
     + [(scale(-1000, 1000)(), scale(-10, 0, True)()) for _ in range(COUNT)]
     + [(subnormal(), flat(-0.9, 0.9)()) for _ in range(COUNT)]
     + [(float(random.randrange(2, 40)), float(random.randrange(-30, 30))) for _ in range(COUNT)])
for name, function in (("sin", mpmath.sin), ("cos", mpmath.cos), ("tan", mpmath.tan)):
    emit(name, function, one(flat(-1, 1)) + one(flat(-100, 100)) + one(scale(-40, 20, True)) + one(scale(20, 1023.9, True))
         + one(lambda: random.randrange(1, 10**6) * float(mpmath.pi / 2)))
emit("atan", mpmath.atan, one(flat(-1, 1)) + one(flat(-4, 4)) + one(scale(-60, 60, True)))
emit("atan2", mpmath.atan2, [(flat(-4, 4)(), flat(-4, 4)()) for _ in range(COUNT)]
     + [(scale(-900, 900, True)(), scale(-900, 900, True)()) for _ in range(COUNT)] + [(subnormal(), subnormal()) for _ in range(COUNT)])
for name, function in (("sinh", mpmath.sinh), ("cosh", mpmath.cosh), ("tanh", mpmath.tanh)):
    emit(name, function, one(flat(-1, 1)) + one(flat(-30, 30)) + one(scale(-60, 9.4, True)) + one(flat(705, 710.4)))
emit("erf", mpmath.erf, one(flat(-3, 3)) + one(flat(-7, 7)) + one(scale(-70, 0, True)))
emit("erfc", mpmath.erfc, one(flat(-1, 3)) + one(flat(-7, 26)))
ncdf = lambda x: mpmath.erfc(-x / mpmath.sqrt(2)) / 2
emit("normalCdf", ncdf, one(flat(-2, 2)) + one(flat(-37, 9)))


def normal_quantile(p):
    if p > mpf("0.5"):
        return -normal_quantile(1 - p)
    x = -mpmath.sqrt(-2 * mpmath.log(p))
    for _ in range(400):
        # Newton's method on the logarithm, which is concave: from the left it never passes the root.
        value = ncdf(x)
        step = (mpmath.log(p) - mpmath.log(value)) * value / mpmath.npdf(x)
        x += step
        if abs(step) < mpf(2) ** -180:
            break
    return x


emit("normalQuantile", normal_quantile, one(flat(0, 1)) + one(scale(-1070, -1)) + one(lambda: 1 - scale(-52, -1)()))
emit("logGamma", mpmath.loggamma, one(flat(0, 5)) + one(flat(0.9, 2.1)) + one(flat(0, 200)) + one(scale(-60, 1000))
     + one(lambda: 1 + scale(-50, -2, True)()) + one(lambda: 2 + scale(-50, -1, True)()))
lower = lambda a, x: mpmath.gammainc(a, 0, x, regularized=True)
upper = lambda a, x: mpmath.gammainc(a, x, mpmath.inf, regularized=True)


def gamma_arguments():
    while True:
        a = 10 ** random.uniform(-2, 4)
        x = a + a**0.5 * random.uniform(-6, 6)
        if x > 0:
            return a, x


pairs = [gamma_arguments() for _ in range(2 * COUNT)]
emit("gammaP", lower, pairs)
emit("gammaQ", upper, pairs)
triples = []
while len(triples) < 2 * COUNT:
    a, b = 10 ** random.uniform(-1, 3), 10 ** random.uniform(-1, 3)
    m = a / (a + b)
    x = m + random.uniform(-6, 6) * (m * (1 - m) / (a + b + 1)) ** 0.5
    if 0 < x < 1:
        triples.append((x, a, b))
emit("betaI", lambda x, a, b: mpmath.betainc(a, b, 0, x, regularized=True), triples)


def student(x, df):
    tail = mpmath.betainc(df / 2, mpf("0.5"), 0, df / (df + x * x), regularized=True) / 2
    return tail if x < 0 else 1 - tail


emit("studentTCdf", student, [(flat(-8, 8)(), 10 ** random.uniform(-0.3, 3)) for _ in range(2 * COUNT)])

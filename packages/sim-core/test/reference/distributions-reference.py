"""Reference values of distributions from scipy, for test/theory/distribution-values.test.ts.

Run: python3 distributions-reference.py > distributions-reference.json   (needs scipy 1.17 and mpmath 1.3)
Each row: short spelling, mean, variance, and [x, density or mass, distribution function] at some points.
"""
import json
import math
import numpy as np
from scipy import stats
from mpmath import mp, mpf
import mpmath

mp.dps = 30
rows = []


def number(x):
    x = float(x)
    return x if math.isfinite(x) else str(x)


def row(text, d, points, discrete=False):
    f = d.pmf if discrete else d.pdf
    rows.append({"text": text, "mean": number(d.mean()), "variance": number(d.var()),
                 "points": [[number(x), number(f(x)), number(d.cdf(x))] for x in points]})


row("uniform(-3, 5.5)", stats.uniform(-3, 8.5), [-2.9, 0, 5.4])
row("triangular(1, 2, 6)", stats.triang(0.2, 1, 5), [1.1, 2, 3, 5.9])
row("pert(0, 0.3, 0.8)", stats.beta(1 + 4 * 0.3 / 0.8, 1 + 4 * 0.5 / 0.8, 0, 0.8), [0.01, 0.2, 0.3, 0.79])
row("pert(100, 600, 1500)", stats.beta(1 + 4 * 500 / 1400, 1 + 4 * 900 / 1400, 100, 1400), [120, 600, 1400])
row("beta(423.5, 4238.5)", stats.beta(423.5, 4238.5), [0.07, 0.09, 0.1, 0.11])
row("beta(0.5, 0.7)", stats.beta(0.5, 0.7), [1e-6, 0.2, 0.999])
row("normal(0.02, 0.05)", stats.norm(0.02, 0.05), [-0.3, 0, 0.02, 0.2])
row("truncated-normal(0, 1, -1, 2)", stats.truncnorm(-1, 2), [-0.9, 0, 1.9])
row("truncated-normal(0, 1, 3)", stats.truncnorm(3, np.inf), [3.01, 3.5, 5])
row("lognormal(1, 0.5)", stats.lognorm(0.5), [0.1, 1, 4])
sigma = math.sqrt(2 * math.log(19.5 / 12.4))
row("lognormal(median=12.4, mean=19.5)", stats.lognorm(sigma, scale=12.4), [1, 10, 20, 100])
row("exponential(3)", stats.expon(scale=3), [0.001, 3, 50])
row("erlang(3, 2)", stats.erlang(3, scale=2 / 3), [0.1, 2, 9])
row("gamma(0.4, 3)", stats.gamma(0.4, scale=3), [1e-5, 1, 20])
row("gamma(mean=100, sd=10)", stats.gamma(100, scale=1), [70, 100, 140])
row("weibull(1.5, 2)", stats.weibull_min(1.5, scale=2), [0.01, 2, 7])
row("gompertz(0.002, 0.09)", stats.gompertz(0.002 / 0.09, scale=1 / 0.09), [1, 30, 60])
# scipy integrates these two moments by number, to nine digits; mpmath gives thirty.
rate, growth = mpf("0.002"), mpf("0.09")
alive = lambda t: mpmath.exp(-rate / growth * mpmath.expm1(growth * t))
first = mpmath.quad(alive, range(0, 161, 10))
rows[-1]["mean"] = number(first)
rows[-1]["variance"] = number(mpmath.quad(lambda t: 2 * t * alive(t), range(0, 161, 10)) - first**2)
row("bernoulli(0.3)", stats.bernoulli(0.3), [0, 1], True)
row("binomial(20, 0.3)", stats.binom(20, 0.3), [0, 5, 6, 20], True)
row("binomial(10000, 0.62)", stats.binom(10000, 0.62), [6000, 6200, 6350], True)
row("poisson(3.7)", stats.poisson(3.7), [0, 3, 12], True)
row("poisson(25000)", stats.poisson(25000), [24500, 25000, 25600], True)
row("geometric(0.25)", stats.geom(0.25, loc=-1), [0, 3, 20], True)
row("negative-binomial(2.5, 0.4)", stats.nbinom(2.5, 0.4), [0, 3, 20], True)


def logit_normal(text, mu, sd, points):
    def density(x):
        x = mpf(x)
        z = (mpmath.log(x / (1 - x)) - mu) / sd
        return mpmath.npdf(z) / (sd * x * (1 - x))

    mean = mpmath.quad(lambda z: mpmath.npdf(z) / (1 + mpmath.exp(-mu - sd * z)), [-12, -4, 0, 4, 12])
    second = mpmath.quad(lambda z: mpmath.npdf(z) / (1 + mpmath.exp(-mu - sd * z)) ** 2, [-12, -4, 0, 4, 12])
    rows.append({"text": text, "mean": number(mean), "variance": number(second - mean**2), "points": [
        [x, number(density(x)), number(mpmath.ncdf((mpmath.log(mpf(x) / (1 - mpf(x))) - mu) / sd))] for x in points]})
    return mean


logit_normal("logit-normal(0.3, 0.8)", mpmath.log(mpf("0.3") / mpf("0.7")), mpf("0.8"), [0.01, 0.3, 0.9])
target = mpf("0.108")
mu = mpmath.findroot(lambda m: mpmath.quad(lambda z: mpmath.npdf(z) / (1 + mpmath.exp(-m - mpf("0.27") * z)), [-12, -4, 0, 4, 12]) - target, -2.1)
logit_normal("logit-normal(mean=0.108, sd=0.27)", mu, mpf("0.27"), [0.05, 0.108, 0.2])
print("[\n" + ",\n".join("  " + json.dumps(r) for r in rows) + "\n]")

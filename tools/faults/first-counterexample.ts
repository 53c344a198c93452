// A property that fails under a planted fault stops at its first counterexample instead of looking for a smaller one.

import fc from "fast-check";

fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });

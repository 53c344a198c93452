/* Run a battery of TestU01 (L'Ecuyer and Simard 2007) on 32-bit words from standard input: battery NAME small|medium
   Prints every statistic with its p-value; exit code 1 when one is beyond LIMIT on either side, 2 when the words run out. */
#include <TestU01.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* With 15 statistics (SmallCrush) a sound generator fails once in 30,000 runs; with 144 (Crush) once in 3,500. */
static const double LIMIT = 1e-6;

static unsigned int words[1 << 16];
static size_t held = 0, used = 0;

static unsigned int next_word(void) {
  if (used == held) {
    held = fread(words, sizeof words[0], sizeof words / sizeof words[0], stdin);
    used = 0;
    if (held == 0) {
      printf("the words ran out\n");
      exit(2);
    }
  }
  return words[used++];
}

int main(int argc, char **argv) {
  if (argc != 3) {
    printf("battery NAME small|medium\n");
    return 2;
  }
  swrite_Basic = FALSE;
  unif01_Gen *generator = unif01_CreateExternGenBits(argv[1], next_word);
  if (strcmp(argv[2], "medium") == 0)
    bbattery_Crush(generator);
  else
    bbattery_SmallCrush(generator);
  int failed = 0, suspect = 0;
  double smallest = 1;
  for (int i = 0; i < bbattery_NTests; i++) {
    double p = bbattery_pVal[i];
    double side = p < 0.5 ? p : 1 - p;
    if (side < smallest) smallest = side;
    if (side < LIMIT) failed++;
    if (side < 1e-3) suspect++;
    if (side < 1e-3) printf("  %-28s p = %.3g%s\n", bbattery_TestNames[i], p, side < LIMIT ? " FAILED" : "");
  }
  printf("%s: %d statistics, %d beyond 0.001, %d beyond %g, most extreme p %.2g: %s\n", argv[1], bbattery_NTests, suspect, failed,
         LIMIT, smallest, failed ? "FAILED" : "passed");
  unif01_DeleteExternGenBits(generator);
  return failed ? 1 : 0;
}

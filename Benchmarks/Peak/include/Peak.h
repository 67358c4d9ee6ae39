#ifndef PEAK_H
#define PEAK_H
// Multiplications and additions a second, of numbers that never leave the registers.
double peak_rate(void);
#endif

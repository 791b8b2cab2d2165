// Put in front of every C++ file of llama.cpp where AMX is built in. GCC 12 tells its optimiser that _tile_loadconfig reads a pointer's
// width of the configuration; it reads 64 bytes, and what was written to the rest is dropped as never read. The first use of a tile is then
// an illegal instruction. Here the whole configuration is named.
#pragma once
#include <immintrin.h>
#define _tile_loadconfig(config) __asm__ volatile("ldtilecfg\t%X0" ::"m"(*(const char(*)[64])(config)))

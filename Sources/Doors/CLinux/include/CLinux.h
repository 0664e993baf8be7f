// The Linux system calls that the Glibc module does not show: timers as descriptors.
#ifndef SINERGI_CLINUX_H
#define SINERGI_CLINUX_H
#include <sys/timerfd.h>
#endif

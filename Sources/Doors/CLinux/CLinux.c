// Nothing to compile: the header's declarations are all that is needed, and a C target needs a file.
#include "CLinux.h"

// Expat as the Workflow room sees it: a stream of elements and text, and where each stands.
#include <expat.h>

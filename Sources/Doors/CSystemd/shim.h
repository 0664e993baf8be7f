// libsystemd as the Systemd room sees it: readiness and watchdog, the journal, message identities.
#include <systemd/sd-daemon.h>
#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>

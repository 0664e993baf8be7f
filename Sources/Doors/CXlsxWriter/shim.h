// libxlsxwriter as the Sheets room sees it: a workbook with one sheet.
#include <xlsxwriter.h>

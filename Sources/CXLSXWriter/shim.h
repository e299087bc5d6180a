// What libxlsxwriter offers.
#include <xlsxwriter.h>

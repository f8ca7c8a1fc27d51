/* jitter BUS CHIP REGISTER: readings that move, as a real chip's do. Every 20 ms the register goes to the next of six
   values, from 10 to 20 mV over the shunt. A shell that starts i2cset for each of them takes half a core under emulation. */
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

int main(int count, char **arguments) {
  char bus[32];
  if (count != 4) return 2;
  snprintf(bus, sizeof bus, "/dev/i2c-%s", arguments[1]);
  int device = open(bus, O_RDWR);
  if (device < 0 || ioctl(device, I2C_SLAVE_FORCE, strtol(arguments[2], 0, 0)) < 0) return 1;
  for (int step = 0;; step = (step + 1) % 6) {
    unsigned value = (10000 + 2000 * step) / 5; /* one unit is 5 uV */
    union i2c_smbus_data data = {.word = (value & 0xff) << 8 | value >> 8}; /* the stub holds swapped words */
    struct i2c_smbus_ioctl_data write = {I2C_SMBUS_WRITE, strtol(arguments[3], 0, 0), I2C_SMBUS_WORD_DATA, &data};
    if (ioctl(device, I2C_SMBUS, &write) < 0) return 1;
    usleep(20000);
  }
}

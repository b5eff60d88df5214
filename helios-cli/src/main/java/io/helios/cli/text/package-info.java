/** How things look in a terminal. Pure: values in, text out. */
@NullMarked
package io.helios.cli.text;

import org.jspecify.annotations.NullMarked;

/** Where things run: hosts, what is known about them, and how they are chosen by label. */
@NullMarked
package io.helios.model.host;

import org.jspecify.annotations.NullMarked;

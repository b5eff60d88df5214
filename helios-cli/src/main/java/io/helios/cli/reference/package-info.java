/** Which job and which hosts a user means. */
@NullMarked
package io.helios.cli.reference;

import org.jspecify.annotations.NullMarked;

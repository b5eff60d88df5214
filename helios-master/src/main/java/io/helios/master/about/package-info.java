/** What masters say about themselves: version, readiness, and who they are. */
@NullMarked
package io.helios.master.about;

import org.jspecify.annotations.NullMarked;

/** Who is there: the cluster's identity, and the liveness of masters and agents. */
@NullMarked
package io.helios.coordination.presence;

import org.jspecify.annotations.NullMarked;

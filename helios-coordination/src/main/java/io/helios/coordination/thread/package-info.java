/** The one kind of thread that this module uses: {@link OwnThread}, with one owner each. */
@NullMarked
package io.helios.coordination.thread;

import org.jspecify.annotations.NullMarked;

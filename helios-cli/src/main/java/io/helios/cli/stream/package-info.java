/**
 * What masters tell by themselves, for commands that would else ask again and again: {@link
 * io.helios.cli.stream.JobStream}.
 */
@NullMarked
package io.helios.cli.stream;

import org.jspecify.annotations.NullMarked;

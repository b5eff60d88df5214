/**
 * Waiting until hosts have done what was asked. {@link io.helios.cli.await.Judge} decides from
 * facts alone; {@link io.helios.cli.await.Waiting} looks at the hosts and tells what changed.
 */
@NullMarked
package io.helios.cli.await;

import org.jspecify.annotations.NullMarked;

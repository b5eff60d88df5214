/**
 * Carries decisions out: {@link io.helios.master.commit.Commits} commits changes, decides again
 * when the facts were different, finds out what became of a write whose answer was lost, and waits
 * until the own view shows it.
 */
@NullMarked
package io.helios.master.commit;

import org.jspecify.annotations.NullMarked;

package io.helios.agent.http;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Optional;

/** What the threads of this process are doing. */
public final class ThreadDump {
  private ThreadDump() {}

  /** One paragraph for each thread. */
  static String text() {
    StringBuilder text = new StringBuilder();
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(false, false)) {
      text.append(thread.getThreadName()).append(" id=").append(thread.getThreadId());
      text.append(" state=").append(thread.getThreadState()).append('\n');
      LockInfo lock = thread.getLockInfo();
      if (lock != null) {
        text.append("    - waiting on ").append(lock).append('\n');
      }
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append("    at ").append(frame).append('\n');
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Names threads that wait for each other; empty if there are none. */
  public static Optional<String> deadlock() {
    long[] ids = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
    if (ids == null) {
      return Optional.empty();
    }
    StringBuilder names = new StringBuilder("threads wait for each other:");
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().getThreadInfo(ids)) {
      names.append(' ').append(thread.getThreadName());
    }
    return Optional.of(names.toString());
  }
}

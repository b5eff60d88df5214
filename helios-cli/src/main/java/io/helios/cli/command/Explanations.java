package io.helios.cli.command;

import io.helios.model.api.HostResult;

/** Refusals in words. */
final class Explanations {
  static final String TOKEN = "the job's token is missing or another; see --token";
  private static final String HOST = "no such host; see 'helios hosts'";
  private static final String JOB = "no such job; see 'helios jobs'";

  private Explanations() {}

  static PerHost.Answer deploy(HostResult result) {
    return answer(
        result,
        switch (result.status()) {
          case "JOB_NOT_FOUND" -> JOB;
          case "PORT_CONFLICT" -> "another job on that host has one of its external ports";
          case "HOST_NOT_FOUND" -> HOST;
          case "HOST_CORDONED" -> "nothing new may be deployed there; see 'helios uncordon'";
          case "JOB_ALREADY_DEPLOYED" ->
              "it is deployed there; see 'helios status', 'helios start'";
          case "FORBIDDEN" -> TOKEN;
          default -> "";
        });
  }

  static PerHost.Answer undeploy(HostResult result) {
    return answer(
        result,
        switch (result.status()) {
          case "JOB_NOT_FOUND" -> "it is not deployed there";
          case "HOST_NOT_FOUND" -> HOST;
          case "FORBIDDEN" -> TOKEN;
          default -> "";
        });
  }

  static PerHost.Answer goal(HostResult result) {
    return answer(
        result,
        switch (result.status()) {
          case "JOB_NOT_FOUND" -> JOB;
          case "HOST_NOT_FOUND" -> HOST;
          case "JOB_NOT_DEPLOYED" -> "it is not deployed there; see 'helios deploy'";
          case "FORBIDDEN" -> TOKEN;
          default -> "";
        });
  }

  /**
   * The master knows more than its status tells, such as who holds a port; older ones say less.
   * What to do, which stands behind a semicolon, is ours to say.
   */
  private static PerHost.Answer answer(HostResult result, String words) {
    int advice = words.indexOf("; ");
    String said = result.message();
    String all =
        said == null || said.isBlank()
            ? words
            : said.strip() + (advice < 0 ? "" : words.substring(advice));
    return new PerHost.Answer(result.host(), result.ok(), result.status(), all, result);
  }
}

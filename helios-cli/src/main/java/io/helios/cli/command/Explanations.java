package io.helios.cli.command;

import io.helios.model.api.JobDeployResponse;
import io.helios.model.api.JobUndeployResponse;
import io.helios.model.api.SetGoalResponse;
import org.jspecify.annotations.Nullable;

/** Refusals in words. */
final class Explanations {
  static final String TOKEN = "the job's token is missing or another; see --token";
  private static final String HOST = "no such host; see 'helios hosts'";
  private static final String JOB = "no such job; see 'helios jobs'";

  private Explanations() {}

  static PerHost.Answer deploy(JobDeployResponse response) {
    String words =
        switch (response.status()) {
          case OK, ID_MISMATCH, INVALID_ID, AMBIGUOUS_JOB_REFERENCE -> "";
          case JOB_NOT_FOUND -> JOB;
          case PORT_CONFLICT -> "another job on that host has one of its external ports";
          case HOST_NOT_FOUND -> HOST;
          case JOB_ALREADY_DEPLOYED -> "it is deployed there; see 'helios status', 'helios start'";
          case FORBIDDEN -> TOKEN;
        };
    return answer(
        response.status(), JobDeployResponse.Status.OK, words, response.message(), response);
  }

  static PerHost.Answer undeploy(JobUndeployResponse response) {
    String words =
        switch (response.status()) {
          case OK, INVALID_ID -> "";
          case JOB_NOT_FOUND -> "it is not deployed there";
          case HOST_NOT_FOUND -> HOST;
          case FORBIDDEN -> TOKEN;
        };
    return answer(
        response.status(), JobUndeployResponse.Status.OK, words, response.message(), response);
  }

  static PerHost.Answer goal(SetGoalResponse response) {
    String words =
        switch (response.status()) {
          case OK, ID_MISMATCH, INVALID_ID -> "";
          case JOB_NOT_FOUND -> JOB;
          case HOST_NOT_FOUND -> HOST;
          case JOB_NOT_DEPLOYED -> "it is not deployed there; see 'helios deploy'";
          case FORBIDDEN -> TOKEN;
        };
    return answer(
        response.status(), SetGoalResponse.Status.OK, words, response.message(), response);
  }

  /**
   * The master knows more than its status tells, such as who holds a port; older ones say less.
   * What to do, which stands behind a semicolon, is ours to say.
   */
  private static PerHost.Answer answer(
      Enum<?> status, Enum<?> ok, String words, @Nullable String said, Object response) {
    int advice = words.indexOf("; ");
    String all =
        said == null || said.isBlank()
            ? words
            : said.strip() + (advice < 0 ? "" : words.substring(advice));
    return new PerHost.Answer(status == ok, status.name(), all, response);
  }
}

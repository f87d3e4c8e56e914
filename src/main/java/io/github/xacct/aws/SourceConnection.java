package io.github.xacct.aws;

import io.github.xacct.advice.Advice;
import io.github.xacct.model.XacctException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codeconnections.CodeConnectionsClient;
import software.amazon.awssdk.services.codeconnections.model.ConnectionStatus;
import software.amazon.awssdk.services.codeconnections.model.ResourceNotFoundException;

/**
 * Checks the connection through which a pipeline reads its source. One that was created by API is
 * PENDING until its handshake is completed, which only the console can. Source: CodeConnections API
 * reference, GetConnection and Connection.
 */
public final class SourceConnection {
  private final CodeConnectionsClient connections;
  private final PatientCalls patience;
  private final String arn;

  public SourceConnection(AwsSession session, String arn) {
    this.connections = session.briefClient(CodeConnectionsClient.builder());
    this.patience = session.patience();
    this.arn = arn;
  }

  /**
   * Checks that the connection is AVAILABLE.
   *
   * @return AWS's message if the connection could not be read; empty if it is AVAILABLE
   * @throws XacctException if there is no such connection, or it is not AVAILABLE
   */
  public Optional<String> demandAvailable() {
    try {
      var status =
          patience.askBriefly(
              () ->
                  AwsErrors.member(
                      "CodeConnections GetConnection",
                      "Connection",
                      connections.getConnection(r -> r.connectionArn(arn)).connection()));
      if (status.connectionStatus() != ConnectionStatus.AVAILABLE) {
        throw XacctException.yours(
                "The pipeline's connection is " + status.connectionStatusAsString() + ".")
            .evidence("<connection> of <pipeline>: " + arn)
            .suggestion("complete its handshake in the console: Developer Tools, Settings,")
            .suggestion("Connections, Update pending connection. Nothing was changed.");
      }
      return Optional.empty();
    } catch (ResourceNotFoundException e) {
      throw AwsErrors.advised(
          AwsErrors.evidence("The pipeline's connection does not exist.", e)
              .evidence("<connection> of <pipeline>: " + arn),
          Advice.on(Advice.Place.CONNECTION, AwsErrors.words(e)));
    } catch (SdkException e) {
      return Optional.of(AwsErrors.words(e));
    }
  }
}

using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.Collections;
using Grpc.Core;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Hosting;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;
using Microsoft.Extensions.Logging;

namespace KeyBindingProvider.Terraform.Service;

/// <summary>
/// The provider that the engine talks to; one partial file for each call. Every call translates, asks the engine of ours, translates back. What goes
/// wrong is a diagnostic in a normal answer, never a gRPC error: after one of those Terraform forgets what a create has made.
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "All calls of the protocol are called alike.")]
internal sealed partial class ProviderService(ProviderOptions options, ProviderLifetime lifetime, HclogWriter log) : IDisposable
{
    private ProviderSession? _session;

    /// <inheritdoc/>
    public void Dispose() => _session?.Dispose();

    /// <summary>The configured provider; the engine configures before it asks anything else.</summary>
    private ProviderSession Session =>
        _session
        ?? throw new ProblemException(Problem.Error(ProblemCodes.InternalFault, "the provider was not configured before this call"));

    private static ResourceSchema ResourceOf(string typeName) =>
        ResourceSchemas.ByType.TryGetValue(typeName, out var found)
            ? found
            : throw new ProblemException(Problem.Error(ProblemCodes.InternalFault, $"there is no resource type '{typeName}'"));

    /// <summary>A call that only looks ends with its connection, and when the user asks the engine to stop.</summary>
    private CancellationTokenSource Looking(ServerCallContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.Cancellation.NoNewStops);

    /// <summary>Runs the body of a call; whatever it throws becomes a diagnostic of the answer.</summary>
    private async Task GuardAsync(string call, RepeatedField<Diagnostic> diagnostics, Func<Task> body)
    {
        try
        {
            await body();
        }
        catch (ProblemException exception)
        {
            diagnostics.AddRange(exception.Problems.Select(problem => Diagnostics.Of(problem)));
        }
        catch (OperationCanceledException)
        {
            diagnostics.Add(Diagnostics.Of(Problem.Error(ProblemCodes.Cancelled, $"{call} was cancelled; it has changed nothing.")));
        }
        catch (CtyFormatException exception)
        {
            diagnostics.Add(
                Diagnostics.Of(
                    Problem.Error(ProblemCodes.InternalFault, $"{call}: the engine sent a value that cannot be read: {exception.Message}")
                )
            );
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            log.Write(LogLevel.Error, $"{call} failed", ("exception", ShownUrl.In(exception.ToString())));
            diagnostics.Add(Diagnostics.Of(Problem.Error(ProblemCodes.InternalFault, $"{call}: {Problem.Fault(exception).Message}")));
        }
    }
}

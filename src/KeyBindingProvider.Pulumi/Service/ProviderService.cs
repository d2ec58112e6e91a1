using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Runs;

namespace KeyBindingProvider.Pulumi.Service;

/// <summary>
/// The provider as the engine calls it: translates, hands over to the engine of this project, translates back. One file for each call. What is not among them
/// is answered UNIMPLEMENTED: parameterized packages and components.
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "All calls of the protocol are called alike.")]
internal sealed partial class ProviderService(ProviderSettings settings, ProviderRuns runs)
{
    /// <summary>Every failure leaves here as a status that the engine understands.</summary>
    private static async Task<T> GuardAsync<T>(Func<Task<T>> body)
    {
        try
        {
            return await body();
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw StatusMapping.Of(exception);
        }
    }

    private static Task<T> Guard<T>(Func<T> body) => GuardAsync(() => Task.FromResult(body()));

    /// <summary>A call about one resource: counted as in flight, cancellable, its messages sent before its answer.</summary>
    private Task<T> OnResourceAsync<T>(
        string urn,
        string name,
        string type,
        double timeout,
        ServerCallContext call,
        Func<ResourceCall, Task<T>> body
    ) =>
        GuardAsync(async () =>
        {
            var run = runs.Of(call);
            var resource = ResourceName.Parse(urn, name, type);
            string Hide(string text) => run.Secrets.Hide(resource.Name, text);
            var log = new OperationLog(run.Link, urn, settings.Time, Hide);
            using var operation = runs.Operations.Begin(run, timeout, call.CancellationToken);
            try
            {
                return await body(new ResourceCall(resource, run, operation, log));
            }
            catch (OperationCanceledException) when (operation.Cancellation.TimedOut.IsCancellationRequested)
            {
                throw StatusMapping.Of([
                    Problem.Error(
                        ProblemCodes.OperationTimedOut,
                        "The custom time-out passed while it looked; this call has changed nothing."
                    ),
                ]);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                throw StatusMapping.Hiding(StatusMapping.Of(exception), Hide);
            }
            finally
            {
                await log.FlushAsync();
            }
        });
}

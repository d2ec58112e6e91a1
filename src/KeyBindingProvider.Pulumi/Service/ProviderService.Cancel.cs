using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Pulumi.Runs;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>A message without a resource is shown on the stack.</summary>
    private const string OfTheStack = "";

    /// <summary>
    /// The first one stops nothing more, the second only starts what is down; both are answered at once. The process goes on: where an engine is attached the
    /// next run comes to it. With nothing in flight it is the end of a command, for which the engine has no other word: what all its previews come to is told.
    /// </summary>
    public Task<Empty> Cancel(Empty request, ServerCallContext context) =>
        GuardAsync(async () =>
        {
            var run = runs.Of(context);
            if (runs.Operations.CountOf(run) == 0)
            {
                var foreseen = run.TakeForeseen();
                run.Forget();
                if (foreseen.Total > 0)
                {
                    var log = new OperationLog(run.Link, OfTheStack, settings.Time, text => text);
                    log.Info(PlanSummary.OfRun(foreseen));
                    await log.FlushAsync();
                }
            }
            else
            {
                runs.Operations.CancelAll(run);
            }

            return new Empty();
        });
}

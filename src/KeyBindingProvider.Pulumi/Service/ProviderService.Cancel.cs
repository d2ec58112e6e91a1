using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>
    /// The first one stops nothing more, the second only starts what is down; both are answered at once. The process goes on: where an engine is attached the
    /// next run comes to it.
    /// </summary>
    public override Task<Empty> Cancel(Empty request, ServerCallContext context) =>
        Guard(() =>
        {
            var run = runs.Of(context);
            if (runs.Operations.CountOf(run) == 0)
            {
                run.Forget();
            }
            else
            {
                runs.Operations.CancelAll(run);
            }

            return new Empty();
        });
}

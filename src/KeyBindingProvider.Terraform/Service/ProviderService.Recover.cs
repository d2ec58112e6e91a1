using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Grpc.Core;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Recovery;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Terraform.Applying;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>Checks the configuration of the action; what is not known yet is taken for right.</summary>
    public async Task<ValidateActionConfigResponse> ValidateActionConfig(ValidateActionConfigRequest request, ServerCallContext context)
    {
        var response = new ValidateActionConfigResponse();
        await GuardAsync(
            nameof(ValidateActionConfig),
            response.Diagnostics,
            () =>
            {
                _ = ReadRecover(request.TypeName, request.Config);
                return Task.CompletedTask;
            }
        );
        return response;
    }

    /// <summary>Says what the action would start, as far as that is known.</summary>
    public async Task<PlanActionResponse> PlanAction(PlanActionRequest request, ServerCallContext context)
    {
        var response = new PlanActionResponse();
        using var looking = Looking(context);
        await GuardAsync(
            nameof(PlanAction),
            response.Diagnostics,
            async () =>
            {
                var (region, named) = ReadRecover(request.ActionType, request.Config);
                if (Session.IsUnknown)
                {
                    return;
                }

                var found = await Session.In(region ?? Session.RequireRegion()).FindLeftDownAsync(named, looking.Token);
                InstanceId[] ids = [.. found.LeftDown.Select(candidate => candidate.Id)];
                IEnumerable<Problem> problems = ids.Length == 0 ? found.Problems : found.Problems.Prepend(WillStart(ids));
                response.Diagnostics.AddRange(problems.Select(problem => Diagnostics.Of(problem)));
            }
        );
        return response;
    }

    /// <summary>Does it. Never aborted with its connection: what it has begun to start it reads up again, whoever still listens.</summary>
    public async Task InvokeAction(
        InvokeActionRequest request,
        IServerStreamWriter<InvokeActionEvent> responseStream,
        ServerCallContext context
    )
    {
        var diagnostics = new RepeatedField<Diagnostic>();
        using var operation = lifetime.Enter();
        await GuardAsync(
            nameof(InvokeAction),
            diagnostics,
            async () =>
            {
                var (named, ids) = ReadRecover(request.ActionType, request.Config);
                var region = named ?? Session.RequireRegion();
                var report = await Session
                    .In(region)
                    .RecoverAsync(ids, new HclogProgress(log, RecoverSchema.TypeName, options.Time), lifetime.Cancellation);
                var document = new RecoverDocument([new RecoveredRegion(region, report.Findings, report)]);
                diagnostics.AddRange(ProblemsOf(report).Distinct().Select(problem => Diagnostics.Of(problem)));
                foreach (var line in RecoverRendering.Text(document).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    await responseStream.WriteAsync(
                        new InvokeActionEvent { Progress = new InvokeActionEvent.Types.Progress { Message = line } },
                        context.CancellationToken
                    );
                }
            }
        );
        var completed = new InvokeActionEvent.Types.Completed();
        completed.Diagnostics.AddRange(diagnostics);
        await responseStream.WriteAsync(new InvokeActionEvent { Completed = completed }, context.CancellationToken);
    }

    /// <summary>What could not be started is an error, and fails the apply that the action belongs to.</summary>
    private static IEnumerable<Problem> ProblemsOf(RecoverReport report) =>
        report
            .Problems.Concat((report.Started?.Outcomes ?? []).Select(outcome => outcome.Problem).OfType<Problem>())
            .OrderByDescending(problem => problem.Severity);

    private static Problem WillStart(InstanceId[] ids) =>
        Problem.Warning(
            ProblemCodes.LeftDown,
            $"{Grammar.Instances(ids.Length)} {Grammar.Was(ids.Length)} left stopped by a run that has ended and will be started: {InstanceList.Of(ids)}."
        ) with
        {
            Instances = ids,
        };

    private static (string? Region, ImmutableArray<InstanceId> Ids) ReadRecover(string action, DynamicValue config)
    {
        if (action != RecoverSchema.TypeName)
        {
            throw new ProblemException(Problem.Error(ProblemCodes.InternalFault, $"there is no action '{action}'"));
        }

        if (DynamicValues.Read(config, RecoverSchema.Definition) is not { } values)
        {
            return (null, []);
        }

        var problems = ImmutableArray.CreateBuilder<Problem>();
        var ids = AssociationsFilter.Instances(values, problems);
        var region = AssociationsFilter.Region(values, problems);
        return problems.Count == 0 ? (region, [.. ids]) : throw new ProblemException([.. problems]);
    }
}

using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Tests;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>Documents in which everything occurs that a rendering has words for.</summary>
internal static class Everything
{
    private static readonly ChangePolicy s_skips = Graceful with
    {
        OnBlocked = OnBlocked.Skip,
        MaxUnavailable = [MaxUnavailable.Count(2)],
        Canary = 1,
    };

    public static PlanDocument Plan { get; } =
        new(
            "every `thing`",
            [
                new PlannedRegion("ap-guangzhou", Manifold()) { Who = Who(Manifold()) },
                new PlannedRegion("ap-guangzhou | second", Refused())
                {
                    Who = WhoDidIt.NotKnown(
                        WhoDidIt.PairsOf(Refused()),
                        Problem.Warning(ProblemCodes.AuditLogNotRead, "DescribeEvents: <b>no</b>.")
                    ),
                },
            ]
        )
        {
            Signers = Signers(),
        };

    /// <summary>One region that changes, one without a change.</summary>
    public static PlanDocument Quiet { get; } =
        new(
            "quiet",
            [new PlannedRegion("a", PlanOf(FleetOf(Stopped(1, 1)), Association(Instances(1), Keys(1)))), new PlannedRegion("b", Waiting())]
        );

    public static ApplyDocument Apply { get; } =
        new(
            "every `thing`",
            [
                new AppliedRegion("ap-guangzhou", Manifold(), Report()),
                new AppliedRegion("not begun", Waiting() with { Problems = [Warned] }, null),
                new AppliedRegion("begun by nobody", PlanOf(FleetOf(Stopped(1, 9)), Association(Instances(1), Keys(2))), null),
            ]
        )
        {
            Signers = Signers(),
        };

    public static AccessReport Access { get; } =
        AccessReport.Of(
            FleetOf(Given.Running(1, 1, 2) with { Name = "web|1" }, Stopped(2, 1), Given.Running(3), Given.Running(4)),
            AccessFilter.Everything with
            {
                Instances = [Ins(1), Ins(2), Ins(3), Ins(4), Ins(77), Ins(78)],
            }
        );

    public static AccessReport AccessOfKeys { get; } =
        AccessReport.Of(FleetOf(Given.Running(1, 1, 2), Stopped(2, 1)), AccessFilter.Everything with { Keys = Keys(1, 3, 77, 78) });

    /// <summary>One that ends, one of whom the service tells nothing, one that it does not tell.</summary>
    private static ImmutableArray<Signer> Signers()
    {
        var caller = new Caller
        {
            AccountId = "100",
            PrincipalId = "200",
            UserId = "300:keybinding",
            Type = "CAMRole",
            Arn = "qcs::sts:100:assumed-role/[x]<b>\u202e\n@all",
            Source = "role qcs::cam::uin/100:roleName/ops (profile), assumed with `ops`",
            EndsAt = "2026-01-02T03:04:05Z",
            IsRenewed = true,
        };
        var nobody = caller with { AccountId = "", PrincipalId = "", UserId = "", Type = "", Arn = "", EndsAt = null, IsRenewed = false };
        var refused = Problem.Warning(ProblemCodes.NotAuthorized, "GetCallerIdentity: UnauthorizedOperation: <b>no</b> (request r-1).");
        return
        [
            new Signer(caller.Source, caller, null),
            new Signer("environment", nobody with { Source = "environment" }, null),
            new Signer("role of this CVM", null, refused),
        ];
    }

    /// <summary>Somebody who explains much, somebody whom the log does not name, what nobody explains, and a log that was not read whole.</summary>
    private static WhoDidIt Who(Plan plan)
    {
        var act = new KeyEvent
        {
            Act = KeyAct.Bound,
            At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Instances = [.. Range(1, 8)],
            Keys = Keys(1),
            User = "a[b]<i>\u202e\n@all",
            UserType = "CAMUser",
            Principal = "300",
            RequestId = "r|1",
            IsConsole = true,
            IsByOurAccessKey = true,
        };
        var nobody = act with
        {
            Act = KeyAct.Unbound,
            At = act.At.AddMinutes(1),
            Keys = Keys(2),
            Instances = [Ins(1), Ins(2)],
            User = "",
            UserType = "",
            Principal = "",
            RequestId = "",
            IsConsole = false,
            IsByOurAccessKey = false,
        };
        return WhoDidIt.Of(
            WhoDidIt.PairsOf(plan),
            new KeyEventLog([act, nobody], act.At.AddDays(-6), act.At.AddDays(1)) { WholeFrom = act.At.AddDays(-1), Unreadable = 2 }
        );
    }

    private static Problem Warned =>
        Problem.Warning(ProblemCodes.KeyAlreadyGone, "a key is gone") with
        {
            Path = "resources.web.properties.keyIds",
            Location = "Pulumi.yaml:3:1",
        };

    /// <summary>Every way of taking a machine down, every reason to wait, two policies in one rollout, a dependency.</summary>
    private static Plan Manifold()
    {
        var fleet = FleetOf([
            .. Enumerable.Range(1, 7).Select(number => Given.Running(number, 1, 9) with { Name = $"web-{number}" }),
            Stopped(8, 1, 9) with
            {
                Name = "a|b`c<d>@e http://x\u202e[y](z)",
            },
            Given.Running(20, 1, 9),
            Given.Running(22, 9),
            Given.Running(30, 9),
            Stopped(40, 9),
            Stopped(50, 1, 9) with
            {
                IsStopCharging = true,
            },
            Stopped(51, 1, 9) with
            {
                IsWindows = true,
            },
            In(PowerState.Rescue, 52, 1, 9),
            Stopped(53, 1, 9) with
            {
                IsIsolated = true,
            },
            In(PowerState.LaunchFailed, 54, 1, 9),
            Stopped(55, 1),
            In(PowerState.Starting, 56, 1, 9),
        ]);
        return PlanOf(
            fleet,
            Association(Range(1, 8), Keys(2), s_skips) with
            {
                Owned = Pairs((1, Keys(1)), (2, Keys(1))),
            },
            Revocation(Keys(1), s_skips with { OnBlocked = OnBlocked.Skip, StopTimeoutSeconds = 90 }),
            Exclusive(Instances(20), Keys(9), Graceful with { StopPolicy = StopPolicy.Force }, "forced"),
            Association(Instances(22), Keys(3), Graceful with { StopPolicy = StopPolicy.GracefulThenForce }, "harder") with
            {
                DependsOn = ["forced"],
            },
            Association(Instances(30, 999), Keys(3), s_skips with { StopPolicy = StopPolicy.StoppedOnly }, "deferred"),
            Association(Instances(40), Keys(3), Graceful, "left") with
            {
                LeftDown = Instances(40),
            },
            Association(Instances(8), Keys(9), Graceful, "adopted")
        );
    }

    private static Plan Refused() =>
        PlanOf(
            FleetOf(Given.Running(1, 1), Given.Running(2, 1), Stopped(3, 1), Given.Running(4, 5)),
            Revocation(Keys(1), ChangePolicy.Default, "off"),
            Exclusive(Instances(4), Keys(6, 7), Graceful, "exact")
        );

    private static Plan Waiting() =>
        PlanOf(
            FleetOf(Given.Running(1, 9), Given.Running(2, 9)),
            Association(Instances(1, 2), Keys(3), Graceful with { StopPolicy = StopPolicy.StoppedOnly }, "later")
        );

    private static ApplyReport Report()
    {
        var plan = Manifold();
        return new ApplyReport
        {
            Plan = plan with { Problems = [.. plan.Problems, Warned] },
            Cancelled = true,
            LastObserved = FleetOf(Given.Running(1, 2, 9) with { Name = "web-1" }, Given.Running(3, 9)),
            Problems =
            [
                Problem.Error(ProblemCodes.LeftKeyless, "two have no key") with
                {
                    Instances = [Ins(3), Ins(4)],
                },
                Failure(3, "a", "r-3"),
            ],
            Outcomes =
            [
                new InstanceOutcome(Ins(1), OutcomeKind.Changed, Keys(2, 9))
                {
                    PowerCycled = true,
                    SharedWith = ["db", "cache"],
                    Resources = ["web"],
                },
                new InstanceOutcome(Ins(2), OutcomeKind.AlreadySo, Keys(2)) { PowerCycled = true, SharedWith = ["db"] },
                .. Enumerable
                    .Range(3, 5)
                    .Select(number => new InstanceOutcome(Ins(number), OutcomeKind.Failed, null)
                    {
                        Problem = Failure(number, $"{Ins(number)} fails", $"r-{number}"),
                    }),
                new InstanceOutcome(Ins(8), OutcomeKind.Failed, Keys())
                {
                    Problem = Failure(8, "another\nreason" + new string('x', 700), ""),
                },
                new InstanceOutcome(Ins(20), OutcomeKind.NotReached, null)
                {
                    Problem = Problem.Error(ProblemCodes.NotReached, $"{Ins(20)}: Not begun."),
                },
                new InstanceOutcome(Ins(30), OutcomeKind.Pending, Keys(9)) { Pending = PendingCode.Running },
                new InstanceOutcome(Ins(40), OutcomeKind.Pending, Keys(9)) { Pending = PendingCode.Unverified },
                new InstanceOutcome(Ins(50), OutcomeKind.Pending, Keys(9)),
            ],
        };
    }

    private static Problem Failure(int number, string why, string request) =>
        Problem.Error(
            ProblemCodes.BindFailed,
            $"{Ins(number)}: {why}{(request.Length > 0 ? $" (request {request})" : "")}, said {Ins(number)}."
        ) with
        {
            Instances = [Ins(number)],
        };
}

using System.Reflection;

namespace KeyBindingProvider.Core.Problems;

/// <summary>All problem codes.</summary>
public static class ProblemCodes
{
    // Input.
    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode MalformedId = new(
        "KB1001",
        ProblemArea.Input,
        "An id does not have the documented form",
        "Write ins- or skey- and eight of 0-9 and a-z, as the console shows it."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NoInstances = new(
        "KB1002",
        ProblemArea.Input,
        "A resource names no instance",
        "Name at least one instance, or remove the resource."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NoKeys = new("KB1003", ProblemArea.Input, "A resource names no key", "Name at least one key.");

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode UnknownProperty = new(
        "KB1004",
        ProblemArea.Input,
        "A property does not exist",
        "Remove it or correct its name."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode InvalidValue = new(
        "KB1005",
        ProblemArea.Input,
        "A value is not accepted",
        "Write it as the message says."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode MissingProperty = new("KB1006", ProblemArea.Input, "A required property is absent", "Add it.");

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode Unresolvable = new(
        "KB1007",
        ProblemArea.Input,
        "An expression cannot be evaluated here",
        "Use literal values and references to config; other resources' outputs exist only while an engine runs."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode Syntax = new(
        "KB1008",
        ProblemArea.Input,
        "The program is not valid YAML",
        "Correct the syntax at the place that the message names."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NoProgram = new(
        "KB1009",
        ProblemArea.Input,
        "The program file cannot be read",
        "Name an existing file with -f."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode Contradiction = new(
        "KB1010",
        ProblemArea.Input,
        "Two resources contradict each other",
        "Change one of them; no order of changes can satisfy both."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode UnsupportedOption = new(
        "KB1011",
        ProblemArea.Input,
        "A resource option means nothing without an engine state",
        "Remove the option, or run the program with pulumi."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode Overlap = new(
        "KB1012",
        ProblemArea.Input,
        "Two resources declare the same pair",
        "Let one resource own it: destroying either unbinds it."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NoRegion = new(
        "KB1013",
        ProblemArea.Input,
        "No region is known",
        "Set region here or on the provider, or the variable TENCENTCLOUD_REGION."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode EndpointNotAllowed = new(
        "KB1014",
        ProblemArea.Input,
        "The endpoint is not allowed",
        "Use https://host[:port]; http:// is for loopback only."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NothingDeclared = new(
        "KB1015",
        ProblemArea.Input,
        "The program declares none of our resources",
        "Add a keybinding resource."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NotConfirmed = new(
        "KB1016",
        ProblemArea.Input,
        "The plan was not confirmed",
        "Answer yes, or pass --yes where nobody can be asked."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode ImportId = new(
        "KB1017",
        ProblemArea.Input,
        "An import id does not have the form of its resource",
        "Write the id as the message shows it."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode ImportNotExact = new(
        "KB1018",
        ProblemArea.Input,
        "What an import id names is not one exact set of pairs",
        "Import what the message names."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode ImportedUnfinished = new(
        "KB1019",
        ProblemArea.Input,
        "What was imported is not yet as it declares",
        "Nothing was changed. Review the first preview after it: it shows what the next apply changes."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode ForeignState = new(
        "KB1020",
        ProblemArea.Input,
        "A stored state cannot be taken over",
        "Use the release that wrote it or a newer one; of another resource type, import the resource anew."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode PlanFileUnreadable = new(
        "KB1021",
        ProblemArea.Input,
        "A plan file cannot be read or written",
        "Make one with keybinding plan --out FILE."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode PlanFileAltered = new(
        "KB1022",
        ProblemArea.Input,
        "A plan file was changed after it was made",
        "Make a new one with keybinding plan --out FILE, and have that approved."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode PlanFileVersion = new(
        "KB1023",
        ProblemArea.Input,
        "A plan file was made by another version of keybinding",
        "Plan and apply with the same version."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode PlanFileSecret = new(
        "KB1024",
        ProblemArea.Input,
        "A program that writes secrets makes no plan file",
        "Keep the credentials in the environment, in a profile or in a role, which apply finds as well."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode RehearsalRefused = new(
        "KB1025",
        ProblemArea.Input,
        "A plan that is refused is not rehearsed",
        "Do what the refusal says, then plan with --simulate again."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode RehearsalUntrue = new(
        "KB1026",
        ProblemArea.Input,
        "The copy of the fleet did not take the plan that was shown",
        "The plan itself holds; its figures of a rehearsal are not to be relied on. Report it with the program."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode AuditFileUnwritable = new(
        "KB1030",
        ProblemArea.Input,
        "An audit cannot be written to the file",
        "Name a file of your own in a folder that can be written."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode AuditNeedsProgram = new(
        "KB1031",
        ProblemArea.Input,
        "An audit was asked for what only a program says",
        "Name the program with -f, or leave the finding out."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode PlanPageUnwritable = new(
        "KB1032",
        ProblemArea.Input,
        "The page of a plan cannot be written to the file",
        "Name a file of your own in a folder that can be written."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode AuditLooksAtNothing = new(
        "KB1033",
        ProblemArea.Input,
        "An audit was to fail on what it does not look at",
        "Correct or widen what is asked for, or leave the finding out."
    );

    // Account and transport.
    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NoCredentials = new(
        "KB2001",
        ProblemArea.Account,
        "No credentials were found",
        "Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or use a profile or a CVM role."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode AuthenticationFailed = new(
        "KB2002",
        ProblemArea.Account,
        "The service does not accept the credentials",
        "Check the secret pair, the token and the clock of this machine."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NotAuthorized = new(
        "KB2003",
        ProblemArea.Account,
        "The account may not do this",
        "Grant the action in CAM; docs/permissions.md has the policy."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode EndpointUnreachable = new(
        "KB2004",
        ProblemArea.Account,
        "The service cannot be reached",
        "Check network, proxy and endpoint."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode ServiceError = new(
        "KB2005",
        ProblemArea.Account,
        "The service answered with an error",
        "Run it again; if it stays so, look the code up or ask the service's support with the request id. This call has changed nothing."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode CredentialsExpiring = new(
        "KB2006",
        ProblemArea.Account,
        "The credentials end before a stop window could be closed",
        "Use credentials that last longer or can be refreshed."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NothingSeen = new(
        "KB2007",
        ProblemArea.Account,
        "Neither the instances nor the keys of a resource are visible",
        "Check account and region; the resource is kept as it was. If all of it is really gone, remove it from the state by hand."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode IncompleteList = new(
        "KB2008",
        ProblemArea.Account,
        "What the service lists is not all that it counts",
        "Run it again: machines that come and go while a region is read are one reason. If it stays so, report it to the service with the counts of the message."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode UnusableAnswer = new(
        "KB2009",
        ProblemArea.Account,
        "What answered did not answer as the service does",
        "Check proxy and endpoint: something between here and the service may answer in its place. Run it again."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode CredentialsExposed = new(
        "KB2010",
        ProblemArea.Account,
        "Other users of this machine can read the credentials",
        "Run chmod 600 on the file, and replace the secret if somebody may have read it."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode DeadRuns = new(
        "KB2011",
        ProblemArea.Account,
        "A run on this computer has ended without starting what it stopped",
        "keybinding recover --dry-run shows what is still down, keybinding recover starts it."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode OtherAccount = new(
        "KB2012",
        ProblemArea.Account,
        "The plan was made in another account",
        "Use credentials of the account that the plan was approved for, or plan again."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode AuditLogNotRead = new(
        "KB2013",
        ProblemArea.Account,
        "The audit log could not be asked who did it",
        "Drift and exit code are the same without it. Allow cloudaudit:DescribeEvents, try again where the service failed, or leave --who or the provider's driftAttribution away."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode AccountNotCompared = new(
        "KB2014",
        ProblemArea.Account,
        "Whether a plan file is of this account was not compared",
        "Allow sts:GetCallerIdentity where the plan is made and where it is applied, or see with keybinding whoami that the account is the approved one."
    );

    // Plan.
    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode RunningRefused = new(
        "KB3001",
        ProblemArea.Plan,
        "Running instances must change and the policy does not allow to stop them",
        "Set changePolicy.stopPolicy: graceful stops, changes and starts them; stoppedOnly leaves them for a later run."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode StopCharging = new(
        "KB3002",
        ProblemArea.Plan,
        "Instances are stopped in no-charge mode",
        "Start them, or stop them with KEEP_CHARGING; or set changePolicy.onBlocked: skip."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode Windows = new(
        "KB3003",
        ProblemArea.Plan,
        "Windows instances have no SSH keys",
        "Take them out of the resource, or set changePolicy.onBlocked: skip."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode RescueMode = new(
        "KB3004",
        ProblemArea.Plan,
        "Instances are in rescue mode",
        "End rescue mode, or set changePolicy.onBlocked: skip."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode Isolated = new(
        "KB3005",
        ProblemArea.Plan,
        "Instances are isolated, expired or about to be destroyed",
        "Renew them or take them out, or set changePolicy.onBlocked: skip."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode Busy = new(
        "KB3006",
        ProblemArea.Plan,
        "Another operation is going on on the instances",
        "Wait for it to end, or set changePolicy.onBlocked: skip."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode MissingInstance = new(
        "KB3007",
        ProblemArea.Plan,
        "Instances do not exist in this account and region",
        "Remove what is gone from instanceIds; otherwise check account and region; or set changePolicy.onBlocked: skip."
    )
    {
        Exit = ProblemExit.Error,
    };

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode MissingKey = new(
        "KB3008",
        ProblemArea.Plan,
        "Key pairs do not exist in this account and region",
        "Create or import the key pair first, or correct the id."
    )
    {
        Exit = ProblemExit.Error,
    };

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode WouldBeKeyless = new(
        "KB3009",
        ProblemArea.Plan,
        "Instances would be left without any key",
        "Bind another key in the same change, or set changePolicy.allowKeyless. Where another resource binds it, let this one depend on that one."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode TooManyStops = new(
        "KB3010",
        ProblemArea.Plan,
        "The plan stops more instances than maxStops",
        "Raise changePolicy.maxStops after reading the plan, or change less at once."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode TooManyKeys = new(
        "KB3011",
        ProblemArea.Plan,
        "An instance would need more keys than one call can carry",
        "Bind fewer keys: a bind carries at most 100."
    )
    {
        Exit = ProblemExit.Error,
    };

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode LaunchFailed = new(
        "KB3012",
        ProblemArea.Plan,
        "Instances were never created",
        "Take them out of the resource."
    )
    {
        Exit = ProblemExit.Error,
    };

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode KeyAlreadyGone = new(
        "KB3013",
        ProblemArea.Plan,
        "A key that is to be taken away does not exist any more",
        "Nothing; remove it from the program when convenient."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode DependencyFailed = new(
        "KB3014",
        ProblemArea.Plan,
        "A resource that this one depends on did not succeed",
        "Solve that resource's problems and apply again."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode SharedWindow = new(
        "KB3015",
        ProblemArea.Plan,
        "Several resources stop the same instances",
        "Nothing, where they run at once: they share one stop and start. One resource for the fleet changes it in one window always."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode LeftDown = new(
        "KB3016",
        ProblemArea.Plan,
        "An earlier run stopped an instance and could not start it",
        "Nothing, where the reason is gone: this run starts it. Start it by hand to leave it out."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode CountsOnOthers = new(
        "KB3017",
        ProblemArea.Plan,
        "The last key goes once another resource of the run has bound one",
        "Nothing: the removal waits for that. Let this resource depend on the other one to fix the order."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode FoundDown = new(
        "KB3018",
        ProblemArea.Plan,
        "An instance that ran when it was last seen is stopped",
        "Start it unless somebody stopped it on purpose: a run that is killed leaves the instances of its wave stopped until keybinding recover, or an apply that finds their restart markers old, starts them."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode Undecided = new(
        "KB3019",
        ProblemArea.Plan,
        "Part of what decides a change is known only at apply",
        "The policy is enforced at apply, when it is known."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode Unreadable = new(
        "KB3020",
        ProblemArea.Plan,
        "What the service tells of an instance cannot be read",
        "Look at it in the console and report it to the service; set changePolicy.onBlocked: skip to go on with the others."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode InUseByAnother = new(
        "KB3021",
        ProblemArea.Plan,
        "Another run changes instances of this plan",
        "An apply waits for it, five minutes at most, and leaves as they are those that it still has then. Let two runs on the same instances follow each other; "
            + "after a run that died, apply again three hours later or use keybinding recover."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode LeftDownByTheDead = new(
        "KB3022",
        ProblemArea.Plan,
        "A run that died has left instances stopped, and this policy starts nothing",
        "Start them by hand, or set changePolicy.stopPolicy to graceful: the next apply starts them then."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode PinnedKey = new(
        "KB3023",
        ProblemArea.Plan,
        "A pinned key would be taken off instances",
        "Declare it where it is to stay: keep it in the resource, or except the instances. Where it is to go, take it out of the provider's pinnedKeys first."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode SelectionOutOfBounds = new(
        "KB3024",
        ProblemArea.Plan,
        "A selector means fewer or more instances than it may",
        "Correct the selector or the region, or its minInstances and maxInstances. Nothing was changed."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode AccessEnds = new(
        "KB3025",
        ProblemArea.Plan,
        "Access ends soon, or has ended",
        "Move notAfter if it is needed for longer; else let the next apply take it away."
    );

    // Apply.
    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode StopTimedOut = new(
        "KB4001",
        ProblemArea.Apply,
        "An instance did not stop in time",
        "Look at its console; raise changePolicy.stopTimeoutSeconds, or set stopPolicy: gracefulThenForce."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode StopFailed = new(
        "KB4002",
        ProblemArea.Apply,
        "An instance could not be stopped",
        "Solve what the service names and apply again."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode BindFailed = new(
        "KB4003",
        ProblemArea.Apply,
        "Keys could not be bound",
        "Solve what the service names and apply again."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode UnbindFailed = new(
        "KB4004",
        ProblemArea.Apply,
        "Keys could not be unbound",
        "Solve what the service names and apply again."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode StartFailed = new(
        "KB4005",
        ProblemArea.Apply,
        "An instance that was stopped for this change is not running again",
        "START IT BY HAND, or solve what the service names: under Pulumi and Terraform the next apply starts it. Its keys are as the message says."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode StartedByAnother = new(
        "KB4006",
        ProblemArea.Apply,
        "Somebody started the instance in the middle of its change",
        "Apply again; it is not stopped twice in one run."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NotConverged = new(
        "KB4007",
        ProblemArea.Apply,
        "The keys read back are not the ones planned",
        "Apply again; if it stays so, report it with what the message says."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NotReached = new(
        "KB4008",
        ProblemArea.Apply,
        "The change was not begun",
        "Solve the other failures of this run, then apply again."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode Cancelled = new(
        "KB4009",
        ProblemArea.Apply,
        "The run was cancelled",
        "Apply again when wanted: it goes on from here."
    )
    {
        Exit = ProblemExit.Cancelled,
    };

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode OperationTimedOut = new(
        "KB4013",
        ProblemArea.Apply,
        "The time-out of the operation has passed",
        "Apply again: it goes on from here. Give the operation more time, or change less at once."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode Unverified = new(
        "KB4010",
        ProblemArea.Apply,
        "The outcome could not be read back",
        "Apply again: it reads these instances first."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode LeftKeyless = new(
        "KB4011",
        ProblemArea.Apply,
        "An instance was left without any key",
        "Bind a key to it at once: no key opens it. What failed on it is said beside this."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode ChangedMeanwhile = new(
        "KB4012",
        ProblemArea.Apply,
        "The instance changed between plan and apply",
        "Plan again and review."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NotMarked = new(
        "KB4014",
        ProblemArea.Apply,
        "An instance could not be marked before its stop",
        "Allow tag:AttachResourcesTag, tag:DetachResourcesTag, tag:CreateTag and tag:DescribeResourceTagsByResourceIds, or set changePolicy.restartMarker to off."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NotUnmarked = new(
        "KB4015",
        ProblemArea.Apply,
        "The restart marker could not be removed",
        "Nothing at once: the next apply removes it. A machine that keeps it and is stopped by hand would be started, so remove the tag before you stop one."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NoJournal = new(
        "KB4016",
        ProblemArea.Apply,
        "The journal of stops cannot be written, or not all of it read",
        "Nothing at once: the run goes on. Make the folder writable, so that keybinding recover knows what to start if a run is killed."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NotLeftDown = new(
        "KB4017",
        ProblemArea.Apply,
        "A machine was named that no run has left down",
        "Leave it out. Start it by hand where it is to run."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode KeyComesBack = new(
        "KB3026",
        ProblemArea.Plan,
        "A revoked key comes back with the next machine",
        "Give another key to what starts machines with it, or set rewriteSources and replacementKeyId."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode SourcesUnread = new(
        "KB3027",
        ProblemArea.Plan,
        "What starts machines could not be looked at, or not all of it",
        "Allow cvm:DescribeLaunchTemplates, cvm:DescribeLaunchTemplateVersions, as:DescribeLaunchConfigurations, tke:DescribeClusters and tke:DescribeNodePools, or look at it in the console."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode AccessEnded = new(
        "KB3028",
        ProblemArea.Plan,
        "Access would begin after its end",
        "Correct notAfter. Nothing was changed."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode NothingMatches = new(
        "KB3029",
        ProblemArea.Plan,
        "No instance has what a look-up asks for",
        "Correct the tag, the scaling group, the name or the region. Nobody is asked whether a group exists: one that is empty looks the same."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode SelectorValueUnmatched = new(
        "KB3030",
        ProblemArea.Plan,
        "A value of a selector selects no instance",
        "Correct it or remove it; what the others select is planned as shown. Nobody is asked whether a scaling group exists: one that is empty looks the same."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode PinnedKeyNotFound = new(
        "KB3031",
        ProblemArea.Plan,
        "A pinned key does not exist",
        "Correct its id or the region, or take it out of the provider's pinnedKeys: until then it keeps nobody from losing the key that was meant."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode SourceNotRewritten = new(
        "KB4018",
        ProblemArea.Apply,
        "What starts machines could not be given another key",
        "Solve what the message says and apply again: it reads the source first. Until then its next machine may get the revoked key."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode SourceUnverified = new(
        "KB4019",
        ProblemArea.Apply,
        "What starts machines does not read as it was written",
        "Apply again: it reads the source first. Look at it in the console if that says the same."
    );

    /// <inheritdoc cref="ProblemCode.Title"/>
    public static readonly ProblemCode InternalFault = new(
        "KB9001",
        ProblemArea.Internal,
        "A fault in this program",
        "Report it with the text; what was stopped has been started again unless the message says otherwise."
    );

    /// <summary>Every code, ordered by id.</summary>
    public static IReadOnlyList<ProblemCode> All { get; } =
    [
        .. typeof(ProblemCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(ProblemCode))
            .Select(field => (ProblemCode)field.GetValue(null)!)
            .OrderBy(code => code.Id, StringComparer.Ordinal),
    ];
}

using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace KeyBindingProvider.Hosting;

/// <summary>
/// The methods of a server, each with what answers it. To the server all of them are methods of one service over one type of message: for each pair of types the library makes two dozen types
/// of its own, which native code unpacks at every start (docs/adr/0068).
/// </summary>
internal sealed class GrpcMethods : IServiceMethodProvider<GrpcMethods>
{
    private static readonly Marshaller<IMessage> s_answers = new(Write, _ => throw new NotSupportedException("A server reads no answers."));

    private readonly List<Action<ServiceMethodProviderContext<GrpcMethods>>> _methods = [];

    /// <summary>The methods of one service.</summary>
    /// <param name="fullName">As the protocol names it, with its package.</param>
    public Service Of(string fullName) => new(this, fullName);

    /// <inheritdoc/>
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<GrpcMethods> context) => _methods.ForEach(add => add(context));

    private static void Write(IMessage message, SerializationContext context)
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }

    /// <summary>One service, to which methods are added by the name that the protocol has for them.</summary>
    internal sealed class Service(GrpcMethods methods, string fullName)
    {
        /// <summary>One request, one answer.</summary>
        public Service Unary<TRequest, TResponse>(
            string name,
            MessageParser<TRequest> parser,
            Grpc.Core.UnaryServerMethod<TRequest, TResponse> handler
        )
            where TRequest : class, IMessage<TRequest>
            where TResponse : class, IMessage
        {
            var method = Untyped(MethodType.Unary, name, parser);
            methods._methods.Add(endpoints =>
                endpoints.AddUnaryMethod<IMessage, IMessage>(
                    method,
                    [],
                    async (_, request, context) => await handler((TRequest)request, context)
                )
            );
            return this;
        }

        /// <summary>One request, a stream of answers.</summary>
        public Service ServerStreaming<TRequest, TResponse>(
            string name,
            MessageParser<TRequest> parser,
            Grpc.Core.ServerStreamingServerMethod<TRequest, TResponse> handler
        )
            where TRequest : class, IMessage<TRequest>
            where TResponse : class, IMessage
        {
            var method = Untyped(MethodType.ServerStreaming, name, parser);
            methods._methods.Add(endpoints =>
                endpoints.AddServerStreamingMethod(
                    method,
                    [],
                    (_, request, answers, context) => handler((TRequest)request, answers, context)
                )
            );
            return this;
        }

        /// <summary>A stream in either direction that is only held open: nothing is read from it, and nothing is written.</summary>
        public Service Held(string name, MessageParser parser, Func<ServerCallContext, Task> handler)
        {
            var method = Untyped(MethodType.DuplexStreaming, name, parser);
            methods._methods.Add(endpoints => endpoints.AddDuplexStreamingMethod(method, [], (_, _, _, context) => handler(context)));
            return this;
        }

        private Method<IMessage, IMessage> Untyped(MethodType type, string name, MessageParser parser) =>
            new(
                type,
                fullName,
                name,
                new Marshaller<IMessage>(Write, context => parser.ParseFrom(context.PayloadAsReadOnlySequence())),
                s_answers
            );
    }
}
